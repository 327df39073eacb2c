package hone.engine.kernel.activation;

import hone.engine.kernel.Operands;
import hone.engine.kernel.Rung;
import hone.engine.kernel.elementwise.ElementKernel;
import hone.engine.op.activation.Gelu;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/**
 * The Gaussian error linear unit with Java's own exponential, in double: one call per element. As (1 + tanh u) / 2 = 1 /
 * (1 + e^−2u), one exponential and one division do for the hyperbolic tangent.
 */
public final class ReorderedGelu implements ElementKernel<Gelu> {
    static final double SQRT_2_PI = 0.7978845608028654;
    static final double CUBIC = 0.044715;

    @Override
    public String id() {
        return "reordered";
    }

    @Override
    public Class<Gelu> op() {
        return Gelu.class;
    }

    @Override
    public Rung rung() {
        return Rung.REORDERED;
    }

    @Override
    public void compute(Operands operands, long from, long to) {
        MemorySegment x = operands.input(0);
        MemorySegment y = operands.output(0);
        for (long i = from; i < to; i++) {
            y.setAtIndex(ValueLayout.JAVA_FLOAT, i, of(x.getAtIndex(ValueLayout.JAVA_FLOAT, i)));
        }
    }

    static float of(float x) {
        return (float) (x / (1 + Math.exp(-2 * SQRT_2_PI * (x + CUBIC * x * x * x))));
    }
}
