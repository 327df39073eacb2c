package hone.engine.format.onnx.op;

import hone.engine.op.shape.Slice;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntFunction;
import java.util.stream.IntStream;

/** Slice is ONNX's Slice of the dimensions that are not taken whole. */
final class SliceInOnnx implements OnnxMapping<Slice> {
    @Override
    public Class<Slice> op() {
        return Slice.class;
    }

    @Override
    public void write(Slice op, OnnxSite site) {
        int[] axes = IntStream.range(0, op.sizes().size())
                .filter(d -> op.sizes().get(d) != Slice.KEPT)
                .toArray();
        site.only(
                "Slice",
                List.of(
                        site.input(0),
                        longs(site, "starts", axes, op.starts()::get),
                        longs(site, "ends", axes, d -> end(op, d)),
                        longs(site, "axes", axes, d -> (long) d),
                        longs(site, "steps", axes, op.steps()::get)));
    }

    private static String longs(OnnxSite site, String part, int[] axes, IntFunction<Long> number) {
        return site.graph()
                .longs(
                        site.part(part),
                        Arrays.stream(axes)
                                .mapToObj(number)
                                .mapToLong(Long::longValue)
                                .toArray());
    }

    /** The first place that is not taken any more; one in front of the first, or behind the last, is beyond all numbers. */
    private static long end(Slice op, int d) {
        long start = op.starts().get(d);
        long end = start + op.sizes().get(d) * op.steps().get(d);
        boolean beyond = start < 0 ? end >= 0 : end < 0;
        return beyond ? (op.steps().get(d) > 0 ? Integer.MAX_VALUE : Integer.MIN_VALUE) : end;
    }
}
