package hone.engine.kernel.pool;

import hone.engine.kernel.Rung;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/**
 * The mean of each channel in plain Java. Four sums take turns: with one, each addition would wait for the one before,
 * and the compiler may not split it up, since that would round differently.
 */
public final class ReorderedGlobalAveragePool2d implements GlobalPoolKernel {
    @Override
    public String id() {
        return "reordered";
    }

    @Override
    public Rung rung() {
        return Rung.REORDERED;
    }

    @Override
    public float sum(MemorySegment x, long from, long count) {
        float sum0 = 0;
        float sum1 = 0;
        float sum2 = 0;
        float sum3 = 0;
        long i = from;
        for (; i < from + count - 3; i += 4) {
            sum0 += x.getAtIndex(ValueLayout.JAVA_FLOAT, i);
            sum1 += x.getAtIndex(ValueLayout.JAVA_FLOAT, i + 1);
            sum2 += x.getAtIndex(ValueLayout.JAVA_FLOAT, i + 2);
            sum3 += x.getAtIndex(ValueLayout.JAVA_FLOAT, i + 3);
        }
        for (; i < from + count; i++) {
            sum0 += x.getAtIndex(ValueLayout.JAVA_FLOAT, i);
        }
        return (sum0 + sum1) + (sum2 + sum3);
    }
}
