package hone.engine.format.onnx.lowering;

import hone.engine.format.onnx.reference.NdArray;
import hone.engine.tensor.DType;
import hone.engine.tensor.TensorType;
import java.util.List;
import java.util.Optional;

/** The places of a sequence's rows: where the first one stands, which each run brings along, plus 0, 1, 2 and so on. */
final class Positions {
    private Positions() {}

    /** The position of the first row, if an operand is such a row of places. */
    static Optional<Planned> of(LoweringSite site, int input) {
        Optional<LoweringSite> passed = site.before(input, "Cast", "Identity");
        if (passed.isPresent()) {
            return of(passed.get(), 0);
        }
        Optional<LoweringSite> sum = site.before(input, "Add");
        if (sum.isEmpty()) {
            return Optional.empty();
        }
        int steps = sum.get().isConstant(0) ? 0 : 1;
        return countsUp(sum.get(), steps)
                ? sum.get().dynamic(1 - steps).filter(first -> first.type().equals(positionType()))
                : Optional.empty();
    }

    private static TensorType positionType() {
        return TensorType.of(DType.I32, hone.engine.tensor.Shape.of(1));
    }

    /** Whether an operand is the places 0, 1, 2 and so on, however many there are. */
    static boolean countsUp(LoweringSite site, int input) {
        List<NdArray> steps = site.lowering().sized().constants(site.input(input));
        return !steps.isEmpty() && steps.stream().allMatch(Positions::countsUp);
    }

    private static boolean countsUp(NdArray steps) {
        if (steps.rank() != 1 || !steps.type().isWhole()) {
            return false;
        }
        for (int i = 0; i < steps.count(); i++) {
            if (steps.whole(i) != i) {
                return false;
            }
        }
        return true;
    }
}
