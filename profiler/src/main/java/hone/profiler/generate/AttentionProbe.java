package hone.profiler.generate;

import hone.engine.graph.Op;
import hone.engine.op.attention.CacheAppend;
import hone.engine.op.attention.RollingCacheAttention;
import hone.engine.op.attention.ScaledDotProduct;
import hone.engine.run.Plan;
import hone.engine.run.PlannedOp;
import hone.engine.run.Probe;

/** Adds up what the attention takes, with the care of its cache, and what all other ops take. */
final class AttentionProbe implements Probe {
    private final boolean[] attention;
    private long began;
    private long attentionNanos;
    private long restNanos;

    AttentionProbe(Plan plan) {
        attention = new boolean[plan.steps().size()];
        for (int i = 0; i < attention.length; i++) {
            PlannedOp<?> step = plan.steps().get(i);
            attention[i] = attends(step.op());
        }
    }

    private static boolean attends(Op op) {
        return op instanceof ScaledDotProduct || op instanceof RollingCacheAttention || op instanceof CacheAppend;
    }

    @Override
    public void before(int step) {
        began = System.nanoTime();
    }

    @Override
    public void after(int step) {
        long nanos = System.nanoTime() - began;
        if (attention[step]) {
            attentionNanos += nanos;
        } else {
            restNanos += nanos;
        }
    }

    long attentionNanos() {
        return attentionNanos;
    }

    long restNanos() {
        return restNanos;
    }

    void clear() {
        attentionNanos = 0;
        restNanos = 0;
    }
}
