package hone.engine.format.onnx.lowering;

import hone.engine.op.matmul.Linear;
import hone.engine.tensor.DType;
import java.util.Arrays;
import java.util.Optional;
import java.util.Set;
import java.util.function.IntToDoubleFunction;

/** A linear layer whose outputs are split, as queries, keys and values that were computed together: as many layers. */
final class SplitLinearLowering implements Lowering {
    @Override
    public Set<String> operators() {
        return Set.of("Split");
    }

    @Override
    public Optional<Planned> lower(LoweringSite site) {
        Optional<Planned> whole = site.dynamic(0);
        if (whole.isEmpty() || !(whole.get().op().orElse(null) instanceof Linear linear)) {
            return site.refuse("what it splits is no linear layer");
        }
        Planned weight = whole.get().inputs().get(1);
        int outputs = Math.toIntExact(weight.type().dim(0).max());
        int in = Math.toIntExact(weight.type().dim(1).max());
        int rank = whole.get().type().rank();
        long axis = site.whole("axis", 0);
        if ((axis < 0 ? axis + rank : axis) != rank - 1) {
            return site.refuse("it splits along another dimension than the layer's outputs");
        }
        long[] sizes = sizes(site, outputs);
        Optional<Planned> first = Optional.empty();
        long from = 0;
        for (int part = 0; part < sizes.length; part++) {
            Optional<Planned> layer = part(site, whole.get(), linear, in, from, sizes[part], part);
            first = part == 0 ? layer : first;
            String name = site.outputs().get(part);
            layer.filter(_ -> !name.isEmpty())
                    .ifPresent(value -> site.lowering().put(name, value));
            from += sizes[part];
        }
        return first;
    }

    /** The sizes of the parts: given, or as equal as can be. */
    static long[] sizes(LoweringSite site, int outputs) {
        int parts = site.outputs().size();
        long[] given = site.constant(1)
                .map(array -> {
                    long[] sizes = new long[array.count()];
                    Arrays.setAll(sizes, array::whole);
                    return sizes;
                })
                .orElseGet(() -> site.wholes("split"));
        if (given.length == parts) {
            return given;
        }
        int each = (outputs + parts - 1) / parts;
        long[] equal = new long[parts];
        Arrays.setAll(equal, part -> Math.min(each, outputs - (long) each * part));
        return equal;
    }

    private static Optional<Planned> part(
            LoweringSite site, Planned whole, Linear linear, int in, long from, long size, int part) {
        String name = site.outputs().get(part).isEmpty()
                ? site.name()
                : site.outputs().get(part);
        Planned x = whole.inputs().get(0);
        Planned weight = slice(site, whole.inputs().get(1), from * in, size, in);
        return linear.bias()
                ? site.applyNamed(
                        name, linear, x, weight, slice(site, whole.inputs().get(2), from, size))
                : site.applyNamed(name, linear, x, weight);
    }

    private static Planned slice(LoweringSite site, Planned weight, long from, long... sizes) {
        IntToDoubleFunction elements = weight.elements().orElseThrow();
        int offset = Math.toIntExact(from);
        return site.weights()
                .of(weight.name() + "[" + offset + "]", "", DType.F32, sizes, i -> elements.applyAsDouble(offset + i));
    }
}
