package hone.engine.format.onnx.lowering;

import hone.engine.format.onnx.proto.ElementType;
import hone.engine.graph.Op;
import hone.engine.op.quantization.Dequantize;
import hone.engine.op.quantization.DynamicQuantize;
import hone.engine.op.quantization.Quantize;
import hone.engine.tensor.DType;
import hone.engine.tensor.Shape;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Real numbers to 8 bits and back, with one scale for all or one for each slice. */
final class QuantizeLowering implements Lowering {
    @Override
    public Set<String> operators() {
        return Set.of("QuantizeLinear", "DequantizeLinear", "DynamicQuantizeLinear");
    }

    @Override
    public Optional<Planned> lower(LoweringSite site) {
        Optional<Planned> x = site.operand(0);
        if (x.isEmpty()) {
            return x;
        }
        if (site.operator().equals("DynamicQuantizeLinear")) {
            List<Planned> all = site.applyAll(new DynamicQuantize(), x.get());
            for (int i = 1; i < Math.min(all.size(), site.outputs().size()); i++) {
                site.lowering().put(site.outputs().get(i), all.get(i));
            }
            return all.stream().findFirst();
        }
        Optional<Planned> scale = site.operand(1);
        if (site.whole("block_size", 0) != 0 || scale.isEmpty()) {
            return site.refuse("it has a scale for each block, or one of another type than float32");
        }
        boolean quantizes = site.operator().equals("QuantizeLinear");
        Optional<Planned> zero = site.has(2)
                ? site.operand(2)
                : zero(site, scale.get(), quantizes ? to(site) : x.get().type().dtype());
        if (zero.isEmpty()) {
            return site.refuse("its whole numbers are none of 8 bits");
        }
        long axis = site.whole("axis", 1);
        int counted = (int) (axis < 0 ? axis + x.get().type().rank() : axis);
        Op op = quantizes ? new Quantize(counted) : new Dequantize(counted);
        return site.apply(op, x.get(), scale.get(), zero.get());
    }

    private static DType to(LoweringSite site) {
        return ElementType.numbered(site.whole("output_dtype", 0))
                .flatMap(EngineTypes::of)
                .orElse(DType.U8);
    }

    /** Where there is none it is 0. */
    private static Optional<Planned> zero(LoweringSite site, Planned scale, DType dtype) {
        Shape shape = scale.type().maxShape();
        return Optional.of(site.weights().of(site.name() + ".zero", shape.toString(), dtype, shape.sizes(), _ -> 0));
    }
}
