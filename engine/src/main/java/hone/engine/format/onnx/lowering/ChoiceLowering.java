package hone.engine.format.onnx.lowering;

import hone.engine.op.elementwise.Binary;
import hone.engine.op.elementwise.BinaryFunction;
import hone.engine.op.elementwise.Where;
import hone.engine.tensor.DType;
import java.util.Optional;
import java.util.Set;

/** A choice between two values, and the opposite of truth values. */
final class ChoiceLowering implements Lowering {
    @Override
    public Set<String> operators() {
        return Set.of("Where", "Not");
    }

    @Override
    public Optional<Planned> lower(LoweringSite site) {
        Optional<Planned> condition = site.operand(0);
        if (condition.isEmpty()) {
            return condition;
        }
        if (site.operator().equals("Not")) {
            Planned no = site.weights().number(site.name() + ".false", DType.BOOL, 0);
            return site.apply(new Binary(BinaryFunction.EQUAL), condition.get(), no);
        }
        Optional<Planned> a = site.operand(1);
        Optional<Planned> b = site.operand(2);
        return a.isEmpty() || b.isEmpty()
                ? Optional.empty()
                : site.apply(new Where(), condition.get(), a.get(), b.get());
    }
}
