package hone.engine.kernel.optimizer;

import hone.engine.kernel.Operands;
import hone.engine.op.optimizer.OptimizerStep;

/** How an optimizer's step is cut up: blocks of 4096 elements, 16 KiB of each tensor, so a block's tensors fit L2. */
final class ElementBlocks {
    static final long SIZE = 4096;

    private ElementBlocks() {}

    static long count(Operands operands) {
        return (operands.inputElements(OptimizerStep.PARAMETER) + SIZE - 1) / SIZE;
    }

    /** The element after the last of block {@code to} - 1. */
    static long end(Operands operands, long to) {
        return Math.min(operands.inputElements(OptimizerStep.PARAMETER), to * SIZE);
    }
}
