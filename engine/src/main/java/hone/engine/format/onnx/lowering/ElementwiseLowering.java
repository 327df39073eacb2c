package hone.engine.format.onnx.lowering;

import hone.engine.op.elementwise.Add;
import hone.engine.op.elementwise.Mul;
import java.util.Optional;
import java.util.Set;

/** Sums and products of two values of one shape. */
final class ElementwiseLowering implements Lowering {
    @Override
    public Set<String> operators() {
        return Set.of("Add", "Sum", "Mul");
    }

    @Override
    public Optional<Planned> lower(LoweringSite site) {
        Optional<Planned> one = site.dynamic(0);
        Optional<Planned> other = site.dynamic(1);
        if (one.isEmpty() || other.isEmpty()) {
            return Optional.empty();
        }
        if (!one.get().type().equals(other.get().type())) {
            return site.refuse("its operands " + one.get().type() + " and "
                    + other.get().type() + " differ, and none is a constant");
        }
        if (site.inputs() == 2) {
            return site.apply(site.operator().equals("Mul") ? new Mul() : new Add(), one.get(), other.get());
        }
        Optional<Planned> sum = one;
        for (int i = 1; i < site.inputs(); i++) {
            Optional<Planned> next = site.dynamic(i);
            Planned so = sum.orElse(null);
            if (so == null || next.isEmpty()) {
                return site.refuse("one of its terms is a constant");
            }
            sum = i == site.inputs() - 1
                    ? site.apply(new Add(), so, next.get())
                    : site.applyPart("sum" + i, new Add(), so, next.get());
        }
        return sum;
    }
}
