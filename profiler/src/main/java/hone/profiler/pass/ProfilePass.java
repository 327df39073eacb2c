package hone.profiler.pass;

import hone.engine.Cancellation;
import hone.engine.run.Probe;
import hone.profiler.arm.OpenArm;
import hone.profiler.report.OpRow;
import java.util.ArrayList;
import java.util.List;

/**
 * Where the time of a run goes, op by op: in runs of its own, a few of one side and a few of the other in turn, so that
 * the timed runs stay bare and both sides meet the same machine. Times are medians; reading the clock before and after
 * each op costs a few tens of nanoseconds, which are measured and taken off.
 */
public final class ProfilePass {
    private static final int MOST_RUNS = 400;
    private static final int FEWEST_RUNS = 5;
    private static final int TURN = 5;

    private ProfilePass() {}

    /**
     * @param arms one or more open arms
     * @param budgetNanos for all of them together; a few runs of each are made in any case
     * @return the rows of each arm, in the arms' order; each arm's in the order its ops run
     */
    public static List<List<OpRow>> of(List<OpenArm> arms, long budgetNanos, Cancellation stop) {
        List<OpTimes> times = arms.stream()
                .map(arm -> new OpTimes(arm.plan().steps().size(), MOST_RUNS))
                .toList();
        long start = System.nanoTime();
        boolean enough = false;
        while (!enough) {
            for (int i = 0; i < arms.size(); i++) {
                for (int run = 0; run < TURN; run++) {
                    stop.check("the profile pass");
                    arms.get(i).run(times.get(i));
                    times.get(i).runDone();
                }
            }
            int runs = times.getFirst().runs();
            enough = runs + TURN > MOST_RUNS || (runs >= FEWEST_RUNS && System.nanoTime() - start > budgetNanos);
        }
        double clock = clockNanos();
        List<List<OpRow>> rows = new ArrayList<>();
        for (int i = 0; i < arms.size(); i++) {
            rows.add(rows(OpFacts.of(arms.get(i).plan()), times.get(i), clock));
        }
        return rows;
    }

    /** What looks at the ops of an arm in this pass; for as many runs as one likes. */
    public static Probe probe(OpenArm arm) {
        return new OpTimes(arm.plan().steps().size(), 1);
    }

    private static List<OpRow> rows(List<OpFacts> facts, OpTimes times, double clock) {
        double[] nanos = new double[facts.size()];
        double sum = 0;
        for (int step = 0; step < nanos.length; step++) {
            nanos[step] = times.median(step, clock);
            sum += nanos[step];
        }
        List<OpRow> rows = new ArrayList<>();
        for (int step = 0; step < nanos.length; step++) {
            OpFacts fact = facts.get(step);
            rows.add(new OpRow(
                    fact.name(),
                    fact.layer(),
                    fact.op(),
                    fact.kernel(),
                    fact.shape(),
                    fact.dtype(),
                    fact.flops(),
                    fact.executedFlops(),
                    fact.bytes(),
                    nanos[step],
                    sum > 0 ? nanos[step] / sum : 0,
                    fact.threads(),
                    fact.threadsAsked(),
                    fact.fit(),
                    fact.predictedNanos(),
                    fact.reason(),
                    null,
                    fact.sharing()));
        }
        return rows;
    }

    /** What the pair of clock readings around an op shows when there is no op. */
    private static double clockNanos() {
        OpTimes nothing = new OpTimes(1, MOST_RUNS);
        for (int i = 0; i < MOST_RUNS; i++) {
            nothing.before(0);
            nothing.after(0);
            nothing.runDone();
        }
        return nothing.median(0, 0);
    }
}
