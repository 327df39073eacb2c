package hone.engine.format.onnx.lowering;

import hone.engine.op.shape.Pad;
import hone.engine.op.shape.PadMode;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** More elements around a value: how many was an attribute before version 11. */
final class PadLowering implements Lowering {
    @Override
    public Set<String> operators() {
        return Set.of("Pad");
    }

    private static final int BY_OPERAND = 11;

    @Override
    public Optional<Planned> lower(LoweringSite site) {
        Optional<Planned> x = site.dynamic(0);
        if (x.isEmpty()) {
            return x;
        }
        boolean old = site.opset() < BY_OPERAND;
        Optional<long[]> pads = old
                ? Optional.of(site.wholes(site.hasAttribute("paddings") ? "paddings" : "pads"))
                : site.constant(1).map(Shapes::wholes);
        Optional<Double> value =
                old ? Optional.of(site.real("value", 0)) : site.has(2) ? site.scalar(2) : Optional.of(0.0);
        Optional<long[]> axes = site.has(3) ? site.constant(3).map(Shapes::wholes) : Optional.of(new long[0]);
        if (pads.isEmpty() || value.isEmpty() || axes.isEmpty()) {
            return site.refuse("its amounts are not known before it runs");
        }
        int rank = x.get().type().rank();
        int count = pads.get().length / 2;
        Long[] before = new Long[rank];
        Long[] after = new Long[rank];
        Arrays.fill(before, 0L);
        Arrays.fill(after, 0L);
        for (int i = 0; i < count; i++) {
            long axis = axes.get().length == 0 ? i : axes.get()[i];
            int d = (int) (axis < 0 ? axis + rank : axis);
            before[d] = pads.get()[i];
            after[d] = pads.get()[count + i];
        }
        String named = site.text("mode", "constant");
        Optional<PadMode> mode = Arrays.stream(PadMode.values())
                .filter(each -> each.name().toLowerCase(Locale.ROOT).equals(named))
                .findFirst();
        if (mode.isEmpty()) {
            return site.refuse("there is no mode \"" + named + '"');
        }
        double number = Math.clamp(value.get(), -Double.MAX_VALUE, Double.MAX_VALUE);
        return site.apply(new Pad(List.of(before), List.of(after), mode.get(), number), x.get());
    }
}
