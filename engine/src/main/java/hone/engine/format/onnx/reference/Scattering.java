package hone.engine.format.onnx.reference;

import hone.engine.format.onnx.proto.ElementType;
import java.util.List;
import java.util.Set;

/** A tensor with some elements replaced, or combined with, others at given indices. */
final class Scattering implements Operator {
    @Override
    public Set<String> names() {
        return Set.of("Scatter", "ScatterElements", "ScatterND", "TensorScatter");
    }

    @Override
    public List<OnnxValue> run(Call call) {
        NdArray x = call.in(0);
        if (call.operator().equals("TensorScatter")) {
            return List.of(cache(call, x));
        }
        NdArray indices = call.in(1);
        NdArray updates = call.in(2);
        int[] places = call.operator().equals("ScatterND")
                ? nested(call, x, indices)
                : Gathering.places(call, x, indices, Dims.axis(call.whole("axis", 0), x.rank()));
        return List.of(scatter(call, x, places, updates));
    }

    private static int[] nested(Call call, NdArray x, NdArray indices) {
        int depth = Gathering.depth(call, x, indices, 0);
        int[] strides = Dims.strides(x.dims());
        int inner = Dims.product(x.dims(), depth, x.rank());
        int tuples = indices.count() / Math.max(depth, 1);
        int[] places = new int[tuples * inner];
        for (int t = 0; t < tuples; t++) {
            int start = 0;
            for (int d = 0; d < depth; d++) {
                start += Gathering.index(call, indices.whole(t * depth + d), x.dim(d)) * strides[d];
            }
            for (int i = 0; i < inner; i++) {
                places[t * inner + i] = start + i;
            }
        }
        return places;
    }

    private static NdArray scatter(Call call, NdArray x, int[] places, NdArray updates) {
        if (updates.count() != places.length) {
            throw call.wrong(updates.count() + " updates for " + places.length + " places");
        }
        String how = call.text("reduction", "none");
        if (how.equals("none")) {
            Builder builder = new Builder(x.type(), x.count());
            builder.append(x, 0, x.count());
            for (int i = 0; i < places.length; i++) {
                builder.set(places[i], updates, i);
            }
            return builder.build(x.dims());
        }
        if (!x.type().isReal()) {
            long[] out = x.wholes();
            for (int i = 0; i < places.length; i++) {
                out[places[i]] = combined(call, x.type(), how, out[places[i]], updates.whole(i));
            }
            return NdArray.ofWholes(x.type(), x.dims(), out);
        }
        double[] out = x.reals();
        for (int i = 0; i < places.length; i++) {
            double old = out[places[i]];
            double update = updates.real(i);
            out[places[i]] = switch (how) {
                case "add" -> old + update;
                case "mul" -> old * update;
                case "max" -> Math.max(old, update);
                case "min" -> Math.min(old, update);
                default -> throw call.wrong("there is no reduction \"" + how + '"');
            };
        }
        return NdArray.ofReals(x.type(), x.dims(), out);
    }

    private static long combined(Call call, ElementType type, String how, long old, long update) {
        boolean less = Comparisons.compare(type, old, update) < 0;
        return switch (how) {
            case "add" -> old + update;
            case "mul" -> old * update;
            case "max" -> less ? update : old;
            case "min" -> less ? old : update;
            default -> throw call.wrong("there is no reduction \"" + how + '"');
        };
    }

    /** Rows of a cache written from each sample's own position on. */
    private static NdArray cache(Call call, NdArray past) {
        NdArray update = call.in(1);
        int axis = Dims.axis(call.whole("axis", -2), past.rank());
        boolean fits = update.rank() == past.rank() && axis > 0 && past.dim(axis) > 0;
        for (int d = 0; fits && d < past.rank(); d++) {
            fits = update.dim(d) == past.dim(d) || (d == axis && update.dim(d) <= past.dim(d));
        }
        if (!fits || (call.has(2) && call.in(2).count() != past.dim(0))) {
            throw call.wrong("its update " + update + " does not fit " + past);
        }
        boolean circular = call.text("mode", "linear").equals("circular");
        int[] strides = Dims.strides(past.dims());
        int[] steps = Dims.strides(update.dims());
        Builder builder = new Builder(past.type(), past.count());
        builder.append(past, 0, past.count());
        int[] places = Dims.walk(update.dims(), strides, 0);
        for (int i = 0; i < update.count(); i++) {
            int sample = i / steps[0];
            int at = i / steps[axis] % update.dim(axis);
            int start = call.has(2) ? (int) call.in(2).whole(sample) : 0;
            int moved = circular
                    ? Math.floorMod(start + at, past.dim(axis))
                    : Gathering.index(
                            call, Math.max(start, -1) < 0 ? Long.MAX_VALUE : (long) start + at, past.dim(axis));
            builder.set(places[i] + (moved - at) * strides[axis], update, i);
        }
        return builder.build(past.dims());
    }
}
