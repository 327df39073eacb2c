package hone.engine.format.onnx.lowering;

import hone.engine.op.shape.Expand;
import hone.engine.tensor.Dim;
import java.util.List;
import java.util.Optional;

/** Sizes of a result of which some are only known in a run, and the input that has them. */
final class OpenSizes {
    private OpenSizes() {}

    /** A value repeated to these dimensions; empty where no input has all the open ones. */
    static Optional<Planned> expanded(LoweringSite site, String part, Planned x, List<Dim> to) {
        List<Dim> open =
                to.stream().filter(Dim.Symbol.class::isInstance).distinct().toList();
        if (open.isEmpty()) {
            return site.applyPart(part, new Expand(sizes(to, List.of())), x);
        }
        Optional<Planned> owner = site.lowering().inputs().stream()
                .filter(input -> input.type().dims().containsAll(open))
                .findFirst();
        return owner.isEmpty()
                ? site.refuse("no single input has all its open sizes")
                : site.applyPart(part, new Expand(sizes(to, owner.get().type().dims())), x, owner.get());
    }

    private static List<Long> sizes(List<Dim> to, List<Dim> owner) {
        return to.stream()
                .map(dim -> dim instanceof Dim.Fixed fixed ? fixed.size() : -1L - owner.indexOf(dim))
                .toList();
    }
}
