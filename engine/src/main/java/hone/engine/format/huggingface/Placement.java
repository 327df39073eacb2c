package hone.engine.format.huggingface;

import hone.engine.tensor.Shape;
import hone.engine.tensor.Tensor;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Optional;

/**
 * Where a weight of ours comes from.
 *
 * @param target its name in our graph
 * @param source the name of a tensor in the folder
 * @param stored the sizes that this must have
 * @param shape the weight's sizes
 * @param arrangement how one is made of the other; empty where they are the same
 */
record Placement(String target, String source, Shape stored, Shape shape, Optional<Arrangement> arrangement) {
    /** Fills a weight from a tensor, both float32. */
    @FunctionalInterface
    interface Arrangement {
        void arrange(Tensor stored, Tensor weight);
    }

    static Placement same(String target, String source, long... sizes) {
        return new Placement(target, source, Shape.of(sizes), Shape.of(sizes), Optional.empty());
    }

    /**
     * Some of the outputs of a matrix that is stored with its inputs outermost, as GPT-2's are.
     *
     * @param in of both
     * @param total outputs of the stored matrix, (in, total)
     * @param from the first that counts
     * @param out outputs of the weight, (out, in)
     */
    static Placement transposed(String target, String source, long in, long total, long from, long out) {
        Arrangement columns = (stored, weight) -> {
            MemorySegment read = stored.segment();
            MemorySegment written = weight.segment();
            for (long o = 0; o < out; o++) {
                for (long i = 0; i < in; i++) {
                    float element = read.getAtIndex(ValueLayout.JAVA_FLOAT, i * total + from + o);
                    written.setAtIndex(ValueLayout.JAVA_FLOAT, o * in + i, element);
                }
            }
        };
        return new Placement(target, source, Shape.of(in, total), Shape.of(out, in), Optional.of(columns));
    }

    /** Some of the elements of a vector: of {@code total}, as many as {@code out} from {@code from} on. */
    static Placement part(String target, String source, long total, long from, long out) {
        Arrangement slice = (stored, weight) ->
                MemorySegment.copy(stored.segment(), from * Float.BYTES, weight.segment(), 0, out * Float.BYTES);
        return new Placement(target, source, Shape.of(total), Shape.of(out), Optional.of(slice));
    }

    /**
     * The weight of queries or keys that were trained with rotary pairs half a head apart: element i of a head pairs with
     * i + headDim / 2. Ours are neighbours, so row 2i comes from row i, and row 2i + 1 from row i + headDim / 2. Scores do not
     * change, as queries and keys are reordered alike.
     *
     * @param rows heads · headDim
     */
    static Placement paired(String target, String source, long rows, long in, long headDim) {
        Arrangement reorder = (stored, weight) -> {
            long rowBytes = in * Float.BYTES;
            for (long row = 0; row < rows; row++) {
                long element = row % headDim;
                long from = row - element + element / 2 + element % 2 * (headDim / 2);
                MemorySegment.copy(stored.segment(), from * rowBytes, weight.segment(), row * rowBytes, rowBytes);
            }
        };
        return new Placement(target, source, Shape.of(rows, in), Shape.of(rows, in), Optional.of(reorder));
    }
}
