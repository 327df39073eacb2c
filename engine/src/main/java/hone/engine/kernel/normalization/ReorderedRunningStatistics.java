package hone.engine.kernel.normalization;

import hone.engine.kernel.Kernel;
import hone.engine.kernel.Operands;
import hone.engine.kernel.Prepared;
import hone.engine.kernel.Rung;
import hone.engine.kernel.Site;
import hone.engine.memory.MemoryRegion;
import hone.engine.op.normalization.RunningStatistics;
import java.lang.foreign.ValueLayout;
import java.util.Optional;

/** The formula, channel after channel; there are at most some hundred, so nothing is shared among threads. */
public final class ReorderedRunningStatistics implements Kernel<RunningStatistics> {
    @Override
    public String id() {
        return "reordered";
    }

    @Override
    public Class<RunningStatistics> op() {
        return RunningStatistics.class;
    }

    @Override
    public Rung rung() {
        return Rung.REORDERED;
    }

    @Override
    public Optional<String> refusal(RunningStatistics op, Site site) {
        return Optional.empty();
    }

    @Override
    public long packedBytes(RunningStatistics op, Site site) {
        return 0;
    }

    @Override
    public long scratchBytes(RunningStatistics op, Site site) {
        return 0;
    }

    @Override
    public Prepared prepare(RunningStatistics op, Site site, MemoryRegion packed, MemoryRegion scratch) {
        return new Channels(op.share());
    }

    /** The one unit is all of it. */
    private record Channels(float share) implements Prepared {
        @Override
        public long units(Operands operands) {
            return 1;
        }

        @Override
        public void run(Operands operands, long from, long to, int worker) {
            for (long channel = 0; channel < operands.outputElements(0); channel++) {
                float running = operands.output(0).getAtIndex(ValueLayout.JAVA_FLOAT, channel);
                float batch = operands.input(1).getAtIndex(ValueLayout.JAVA_FLOAT, channel);
                operands.output(0).setAtIndex(ValueLayout.JAVA_FLOAT, channel, running + share * (batch - running));
            }
        }
    }
}
