package hone.engine.format.onnx.reference;

import java.util.List;
import java.util.Set;

/**
 * RotaryEmbedding: pairs of elements turned by an angle that their position says. x // (batch, heads, positions, size) or (batch,
 * positions, heads·size); the tables of cosines and sines // (positions, turned / 2), or one for each sample where there are no
 * position ids.
 */
final class RotaryEmbeddingOperator implements Operator {
    @Override
    public Set<String> names() {
        return Set.of("RotaryEmbedding");
    }

    @Override
    public List<OnnxValue> run(Call call) {
        NdArray x = call.in(0);
        if (x.rank() == 4) {
            return List.of(turned(call, x));
        }
        int heads = (int) call.whole("num_heads", 0);
        if (x.rank() != 3 || heads < 1 || x.dim(2) % heads != 0) {
            throw call.wrong(x + " does not split into " + heads + " heads");
        }
        NdArray split = x.reshaped(x.dim(0), x.dim(1), heads, x.dim(2) / heads).transposed(0, 2, 1, 3);
        return List.of(turned(call, split).transposed(0, 2, 1, 3).reshaped(x.dims()));
    }

    /** x // (batch, heads, positions, size) */
    private static NdArray turned(Call call, NdArray x) {
        int size = x.dim(3);
        int part = (int) call.whole("rotary_embedding_dim", 0);
        int half = (part == 0 ? size : part) / 2;
        if (half < 0 || 2 * half > size) {
            throw call.wrong("it turns " + part + " of " + size + " elements");
        }
        NdArray cos = table(call, call.in(1), x, half);
        NdArray sin = table(call, call.in(2), x, half);
        boolean interleaved = call.flag("interleaved", false);
        double[] out = x.reals();
        int rows = size == 0 ? 0 : out.length / size;
        for (int row = 0; row < rows; row++) {
            int sample = row / x.dim(2) / x.dim(1);
            int from = (sample * x.dim(2) + row % x.dim(2)) * half;
            for (int i = 0; i < half; i++) {
                int first = row * size + (interleaved ? 2 * i : i);
                int second = interleaved ? first + 1 : first + half;
                double a = x.real(first);
                double b = x.real(second);
                double c = cos.real(from + i);
                double s = sin.real(from + i);
                out[first] = rounded(x, c * a) - rounded(x, s * b);
                out[second] = rounded(x, s * a) + rounded(x, c * b);
            }
        }
        return NdArray.ofReals(x.type(), x.dims(), out);
    }

    private static double rounded(NdArray x, double value) {
        return Rounding.real(x.type(), value);
    }

    /** A table for each sample // (batch, positions, half). */
    private static NdArray table(Call call, NdArray given, NdArray x, int half) {
        NdArray table = given;
        if (call.has(3)) {
            NdArray positions = call.in(3);
            if (given.rank() != 2 || given.dim(1) != half) {
                throw call.wrong("its table is " + given + " for " + half + " angles");
            }
            int[] offsets = new int[Dims.count(positions.count(), half)];
            for (int i = 0; i < offsets.length; i++) {
                offsets[i] = Gathering.index(call, positions.whole(i / half), given.dim(0)) * half + i % half;
            }
            int[] dims = Dims.with(positions.dims(), positions.rank(), half);
            table = given.picked(dims, offsets);
        }
        int[] due = {x.dim(0), x.dim(2), half};
        if (table.rank() > 3 || !java.util.Arrays.equals(Dims.broadcast(table.dims(), due), due)) {
            throw call.wrong("its table is " + table + " for " + x + " with " + half + " angles");
        }
        return table.spread(due);
    }
}
