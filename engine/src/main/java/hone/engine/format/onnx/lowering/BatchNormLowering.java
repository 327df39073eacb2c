package hone.engine.format.onnx.lowering;

import hone.engine.InvalidInput;
import hone.engine.op.normalization.BatchNorm;
import java.util.Optional;
import java.util.Set;

/** Batch normalization with the statistics of training. */
final class BatchNormLowering implements Lowering {
    private static final double USUAL_EPSILON = 1e-5;

    @Override
    public Set<String> operators() {
        return Set.of("BatchNormalization");
    }

    @Override
    public Optional<Planned> lower(LoweringSite site) {
        Optional<Planned> x = site.dynamic(0);
        if (x.isEmpty() || site.whole("training_mode", 0) != 0 || site.whole("spatial", 1) != 1) {
            return site.refuse("it takes the statistics of what it normalizes");
        }
        if (!site.hasOneOutput()) {
            return site.refuse("its running statistics are asked for");
        }
        Planned[] operands = new Planned[5];
        operands[0] = x.get();
        for (int i = 1; i < operands.length; i++) {
            Optional<Planned> operand = site.operand(i);
            if (operand.isEmpty()) {
                return Optional.empty();
            }
            operands[i] = operand.get();
        }
        try {
            return site.apply(new BatchNorm((float) site.real("epsilon", USUAL_EPSILON)), operands);
        } catch (InvalidInput e) {
            return site.refuse(e.getMessage());
        }
    }
}
