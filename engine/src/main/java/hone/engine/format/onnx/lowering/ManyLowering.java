package hone.engine.format.onnx.lowering;

import hone.engine.op.elementwise.Binary;
import hone.engine.op.elementwise.BinaryFunction;
import hone.engine.tensor.DType;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** Functions of any number of operands: two at a time, in their order. */
final class ManyLowering implements Lowering {
    @Override
    public Set<String> operators() {
        return Set.of("Min", "Max", "Sum", "Mean");
    }

    @Override
    public Optional<Planned> lower(LoweringSite site) {
        BinaryFunction function = switch (site.operator()) {
            case "Min" -> BinaryFunction.MIN;
            case "Max" -> BinaryFunction.MAX;
            default -> BinaryFunction.ADD;
        };
        boolean mean = site.operator().equals("Mean");
        Optional<Planned> all = site.operand(0);
        for (int i = 1; i < site.inputs(); i++) {
            Optional<Planned> next = site.operand(i);
            Optional<Planned> before = all;
            String part = function.name().toLowerCase(Locale.ROOT) + i;
            boolean last = i == site.inputs() - 1 && !mean;
            all = before.isEmpty() || next.isEmpty()
                    ? Optional.empty()
                    : last
                            ? site.apply(new Binary(function), before.get(), next.get())
                            : site.applyPart(part, new Binary(function), before.get(), next.get());
        }
        if (!mean) {
            return all;
        }
        Planned count = site.weights().number(site.name() + ".count", DType.F32, site.inputs());
        return all.flatMap(sum -> site.apply(new Binary(BinaryFunction.DIV), sum, count));
    }
}
