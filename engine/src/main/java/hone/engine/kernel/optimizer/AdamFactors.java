package hone.engine.kernel.optimizer;

import hone.engine.kernel.Operands;
import hone.engine.op.optimizer.AdamStep;
import java.lang.foreign.ValueLayout;

/** What is the same for every element of one Adam step; found once before the elements. */
final class AdamFactors {
    private final AdamStep op;
    private float meanScale;
    private float rootScale;
    private float keep;

    AdamFactors(AdamStep op) {
        this.op = op;
    }

    /** Reads this step's learning rate and number. */
    void update(Operands operands) {
        float rate = operands.input(AdamStep.LEARNING_RATE).getAtIndex(ValueLayout.JAVA_FLOAT, 0);
        int step = operands.input(AdamStep.STEP).getAtIndex(ValueLayout.JAVA_INT, 0);
        meanScale = (float) (rate / (1 - StrictMath.pow(op.beta1(), step)));
        rootScale = (float) (1 / StrictMath.sqrt(1 - StrictMath.pow(op.beta2(), step)));
        keep = 1 - rate * op.weightDecay();
    }

    /** learningRate / (1 − beta1^step): takes the mean's bias out. */
    float meanScale() {
        return meanScale;
    }

    /** 1 / √(1 − beta2^step): takes the mean square's bias out of its root. */
    float rootScale() {
        return rootScale;
    }

    /** 1 − learningRate · weightDecay: what the weight decay leaves of a parameter. */
    float keep() {
        return keep;
    }
}
