package hone.engine.format.onnx.reference;

import java.util.List;
import java.util.Set;

/** Sum, mean, least and largest of any number of tensors that broadcasting lays over one another. */
final class Variadic implements Operator {
    @Override
    public Set<String> names() {
        return Set.of("Sum", "Mean", "Max", "Min");
    }

    @Override
    public List<OnnxValue> run(Call call) {
        List<NdArray> all = call.all();
        if (all.isEmpty()) {
            throw call.wrong("it has no input");
        }
        NdArray result = all.getFirst();
        if (call.operator().equals("Mean") || call.operator().equals("Sum")) {
            NdArray sum = sum(all);
            return List.of(call.operator().equals("Sum") ? sum : sum.mapped(value -> value / all.size()));
        }
        for (NdArray next : all.subList(1, all.size())) {
            result = extreme(result, next, call.operator().equals("Max"));
        }
        return List.of(result);
    }

    private static NdArray sum(List<NdArray> all) {
        int[] dims = new int[0];
        for (NdArray each : all) {
            dims = Dims.broadcast(dims, each.dims());
        }
        Sums sums = new Sums(all.getFirst().type(), Dims.count(dims));
        for (NdArray each : all) {
            int[] offsets = Dims.offsets(each.dims(), dims);
            for (int i = 0; i < offsets.length; i++) {
                sums.add(i, each, offsets[i]);
            }
        }
        return sums.build(dims);
    }

    private static NdArray extreme(NdArray a, NdArray b, boolean largest) {
        int[] dims = Dims.broadcast(a.dims(), b.dims());
        int[] left = Dims.offsets(a.dims(), dims);
        int[] right = Dims.offsets(b.dims(), dims);
        if (a.type().isReal()) {
            double[] out = new double[left.length];
            for (int i = 0; i < out.length; i++) {
                double x = a.real(left[i]);
                double y = b.real(right[i]);
                out[i] = largest ? Math.max(x, y) : Math.min(x, y);
            }
            return NdArray.ofReals(a.type(), dims, out);
        }
        long[] out = new long[left.length];
        for (int i = 0; i < out.length; i++) {
            boolean less = Comparisons.compare(a.type(), a.whole(left[i]), b.whole(right[i])) < 0;
            out[i] = less == largest ? b.whole(right[i]) : a.whole(left[i]);
        }
        return NdArray.ofWholes(a.type(), dims, out);
    }
}
