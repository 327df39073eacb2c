package hone.profiler.service;

import hone.profiler.quality.Answers;
import hone.profiler.report.MemoryReading;
import hone.profiler.report.OpRow;
import java.util.List;

/**
 * What was found of one side beside its latency.
 *
 * @param side it is about
 * @param answers on the held-out samples
 * @param ops rows of the profile pass
 * @param memory while it was open
 */
record SideResult(Side side, Answers answers, List<OpRow> ops, MemoryReading memory) {
    SideResult {
        ops = List.copyOf(ops);
    }
}
