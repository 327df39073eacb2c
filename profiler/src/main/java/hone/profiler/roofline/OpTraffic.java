package hone.profiler.roofline;

import hone.engine.run.Plan;
import hone.engine.run.PlannedOp;
import java.util.HashMap;
import java.util.Map;

/**
 * What becomes of the bytes of an op, by formula.
 *
 * @param written of all that it reads and writes
 * @param writtenOver of these, over what it read
 */
record OpTraffic(long written, long writtenOver) {
    /** All of it read. */
    static final OpTraffic READING = new OpTraffic(0, 0);

    /** Of each op of a plan at its full batch, by the op's name. */
    static Map<String, OpTraffic> of(Plan plan) {
        Map<String, Long> batch = plan.graph().sizes(plan.request().batch());
        Map<String, OpTraffic> traffic = new HashMap<>();
        for (PlannedOp<?> step : plan.steps()) {
            long written = plan.graph().cost(step.node(), batch).bytesWritten();
            traffic.put(step.node().name(), new OpTraffic(written, plan.bytesWrittenOver(step)));
        }
        return traffic;
    }

    /** The share of all its bytes that it reads: 0 where it only writes, or moves none. */
    double readShare(long bytes) {
        return bytes <= written ? 0 : (double) (bytes - written) / bytes;
    }
}
