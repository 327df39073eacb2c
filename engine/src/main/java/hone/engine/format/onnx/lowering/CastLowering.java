package hone.engine.format.onnx.lowering;

import hone.engine.format.onnx.proto.ElementType;
import hone.engine.op.elementwise.Cast;
import hone.engine.tensor.DType;
import java.util.Optional;
import java.util.Set;

/** Another type of elements. */
final class CastLowering implements Lowering {
    @Override
    public Set<String> operators() {
        return Set.of("Cast", "CastLike");
    }

    private static final int NUMBERED = 6;

    @Override
    public Optional<Planned> lower(LoweringSite site) {
        Optional<Planned> x = site.operand(0);
        if (x.isEmpty()) {
            return x;
        }
        if (site.operator().equals("Cast") && site.opset() < NUMBERED) {
            return site.refuse("its type is a word, as in the first versions");
        }
        Optional<ElementType> to = site.operator().equals("Cast")
                ? ElementType.numbered(site.whole("to", 0))
                : site.lowering().sized().small().type(site.input(1));
        Optional<DType> dtype = to.flatMap(EngineTypes::of);
        if (dtype.isEmpty()) {
            return site.refuse("it asks for " + to.map(Object::toString).orElse("an unknown type"));
        }
        return dtype.get() == x.get().type().dtype() ? x : site.apply(new Cast(dtype.get()), x.get());
    }
}
