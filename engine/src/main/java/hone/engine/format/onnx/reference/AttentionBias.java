package hone.engine.format.onnx.reference;

import hone.engine.format.onnx.proto.ElementType;
import java.util.Arrays;
import java.util.Optional;

/**
 * What is added to the scores of attention: the mask that is given, and -inf where a query must not see a key. A query that sees
 * none has probabilities of 0.
 *
 * @param values // (batch, heads, queries, keys)
 */
record AttentionBias(NdArray values) {
    /**
     * The mask, the causal limit, the window and the lengths of each sample's keys together.
     *
     * @param past keys in front of this call's own
     */
    static AttentionBias of(Call call, NdArray q, NdArray k, int past) {
        int keys = k.dim(2);
        int[] dims = {q.dim(0), q.dim(1), q.dim(2), keys};
        Optional<NdArray> lengths = call.optional(6);
        if (lengths.isPresent() && (past > 0 || call.has(4) || lengths.get().count() != dims[0])) {
            throw call.wrong(
                    "lengths of keys " + lengths.get() + " for " + dims[0] + " samples, none of them with a past");
        }
        double[] bias = call.has(3) ? mask(call, call.in(3), dims) : new double[Dims.count(dims)];
        boolean causal = call.flag("is_causal", false);
        long left = call.whole("left_window_size", -1);
        long right = call.whole("right_window_size", -1);
        for (int i = 0; i < bias.length; i++) {
            int key = i % keys;
            int query = i / keys % dims[2];
            int sample = i / keys / dims[2] / dims[1];
            long length = lengths.isPresent() ? lengths.get().whole(sample) : keys;
            long place = query + (lengths.isPresent() ? length - dims[2] : past);
            boolean seen = key < length
                    && (!causal || key <= place)
                    && (left < 0 || key >= place - left)
                    && (right < 0 || key <= place + right);
            if (!seen) {
                bias[i] = Double.NEGATIVE_INFINITY;
            }
        }
        return new AttentionBias(NdArray.ofReals(q.type(), dims, bias));
    }

    /** A mask of truths or of numbers that are added; keys beyond its end are not seen. */
    private static double[] mask(Call call, NdArray mask, int... dims) {
        if (mask.rank() == 0 || mask.rank() > 4) {
            throw call.wrong("its mask is " + mask);
        }
        int given = mask.dim(mask.rank() - 1);
        if (given > dims[3]) {
            throw call.wrong("its mask " + mask + " is longer than " + dims[3] + " keys");
        }
        boolean one = given == 1 && dims[3] > 1 && call.opset() < 24;
        int[] part = dims.clone();
        part[3] = one ? dims[3] : given;
        NdArray spread = mask.spread(fitting(call, mask, part));
        double[] bias = new double[Dims.count(dims)];
        Arrays.fill(bias, Double.NEGATIVE_INFINITY);
        int rows = dims[3] == 0 ? 0 : bias.length / dims[3];
        for (int row = 0; row < rows; row++) {
            for (int key = 0; key < part[3]; key++) {
                int at = row * part[3] + key;
                double value = mask.type() == ElementType.BOOL
                        ? (spread.truth(at) ? 0 : Double.NEGATIVE_INFINITY)
                        : spread.real(at);
                bias[row * dims[3] + key] = value;
            }
        }
        return bias;
    }

    private static int[] fitting(Call call, NdArray mask, int... dims) {
        if (!Arrays.equals(Dims.broadcast(mask.dims(), dims), dims)) {
            throw call.wrong("its mask " + mask + " does not spread over " + Arrays.toString(dims));
        }
        return dims;
    }

    NdArray added(NdArray scores) {
        double[] out = scores.reals();
        for (int i = 0; i < out.length; i++) {
            out[i] += values.real(i);
        }
        return NdArray.ofReals(scores.type(), scores.dims(), out);
    }

    /** Softmax over the keys in a type, 0 for queries that see none. */
    NdArray probabilities(NdArray scores, ElementType type) {
        double[] out = scores.as(type).reals();
        int keys = scores.dim(3);
        for (int start = 0; start < out.length; start += keys) {
            double[] row = Arrays.copyOfRange(out, start, start + keys);
            if (masked(values, start, keys) || Arrays.stream(row).allMatch(x -> x == Double.NEGATIVE_INFINITY)) {
                Arrays.fill(row, 0);
            } else {
                AlongAxis.softmax(type, row);
            }
            System.arraycopy(row, 0, out, start, keys);
        }
        return NdArray.ofReals(type, scores.dims(), out);
    }

    private static boolean masked(NdArray bias, int start, int keys) {
        for (int i = start; i < start + keys; i++) {
            if (bias.real(i) != Double.NEGATIVE_INFINITY) {
                return false;
            }
        }
        return true;
    }
}
