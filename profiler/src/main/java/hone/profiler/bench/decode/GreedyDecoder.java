package hone.profiler.bench.decode;

import hone.engine.memory.MemoryRegion;
import hone.engine.model.Gpt;
import hone.engine.run.Executor;
import hone.engine.run.Probe;
import hone.engine.tensor.DType;
import hone.engine.tensor.Shape;
import hone.engine.tensor.Tensor;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/** Continues a sequence from its first token, each time with the token of the highest score. */
final class GreedyDecoder {
    private final Executor executor;
    private final hone.engine.Cancellation stop;
    private final MemorySegment id;
    private final MemorySegment position;
    private final MemorySegment logits;
    private final float[] scores;

    /**
     * Binds the executor of a graph for decoding.
     *
     * @param region where its inputs and outputs go
     */
    GreedyDecoder(Executor executor, int vocabulary, MemoryRegion region, hone.engine.Cancellation stop) {
        this.executor = executor;
        this.stop = stop;
        Tensor ids = region.tensor(DType.I32, Shape.of(1, 1));
        Tensor place = region.tensor(DType.I32, Shape.of(1));
        Tensor output = region.tensor(DType.F32, Shape.of(1, 1, vocabulary));
        executor.bindings().input(Gpt.IDS, ids).input(Gpt.POSITION, place).output(Gpt.LOGITS, output);
        id = ids.segment();
        position = place.segment();
        logits = output.segment();
        scores = new float[vocabulary];
    }

    /**
     * Decodes so many tokens from an empty cache.
     *
     * @param tokens takes them
     * @param probe sees each op
     * @return nanoseconds from the end of the first step to that of the last: the first one's are not counted on either side
     */
    long run(int[] tokens, Probe probe) {
        int token = RandomWeights.FIRST_TOKEN;
        long start = 0;
        for (int place = 0; place < tokens.length; place++) {
            id.set(ValueLayout.JAVA_INT, 0, token);
            position.set(ValueLayout.JAVA_INT, 0, place);
            executor.run(probe, stop);
            token = best();
            tokens[place] = token;
            if (place == 0) {
                start = System.nanoTime();
            }
        }
        return System.nanoTime() - start;
    }

    private int best() {
        MemorySegment.copy(logits, ValueLayout.JAVA_FLOAT, 0, scores, 0, scores.length);
        int best = 0;
        float highest = scores[0];
        for (int i = 1; i < scores.length; i++) {
            if (scores[i] > highest) {
                highest = scores[i];
                best = i;
            }
        }
        return best;
    }
}
