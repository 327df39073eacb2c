package hone.visualizers.latency;

import hone.profiler.report.Arm;
import hone.profiler.report.Latency;
import hone.profiler.report.RunReport;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The latency samples of both arms of one trial, live or finished. The trial's thread appends; any thread may read.
 */
public final class LatencyTrace {
    /** Samples kept per arm: far beyond what a ten-second trial takes. */
    public static final int CAPACITY = 100_000;

    private final LatencyRing baseline;
    private final LatencyRing candidate;
    private volatile int blocks;

    /** An empty trace. */
    public LatencyTrace() {
        baseline = new LatencyRing(CAPACITY);
        candidate = new LatencyRing(CAPACITY);
    }

    private LatencyTrace(int samples) {
        baseline = new LatencyRing(Math.max(1, samples));
        candidate = new LatencyRing(Math.max(1, samples));
    }

    /** Adds an interleaved block: the samples of both sides, in nanoseconds per inference of a batch. */
    public void append(double[] baselineNanos, double[] candidateNanos) {
        int block = blocks;
        baseline.append(block, baselineNanos);
        candidate.append(block, candidateNanos);
        publish(block + 1);
    }

    private void publish(int count) {
        blocks = count;
    }

    /** Blocks so far; a rise means there is something new to draw. */
    public int blocks() {
        return blocks;
    }

    /** The side compared with. */
    public LatencyRing baseline() {
        return baseline;
    }

    /** The side tried. */
    public LatencyRing candidate() {
        return candidate;
    }

    /** The trace of a finished trial, from its raw samples. */
    public static LatencyTrace of(RunReport report) {
        SortedMap<Integer, List<Double>> a = byBlock(report.baseline());
        SortedMap<Integer, List<Double>> b = byBlock(report.candidate());
        int samples = Math.max(
                report.baseline().latency().samples().size(),
                report.candidate().latency().samples().size());
        var trace = new LatencyTrace(samples);
        var blocks = new java.util.TreeSet<>(a.keySet());
        blocks.addAll(b.keySet());
        for (int block : blocks) {
            trace.append(array(a.getOrDefault(block, List.of())), array(b.getOrDefault(block, List.of())));
        }
        return trace;
    }

    private static SortedMap<Integer, List<Double>> byBlock(Arm arm) {
        Latency latency = arm.latency();
        var map = new TreeMap<Integer, List<Double>>();
        for (int i = 0; i < latency.samples().size(); i++) {
            map.computeIfAbsent(latency.blocks().get(i), _ -> new ArrayList<>())
                    .add(latency.samples().get(i));
        }
        return map;
    }

    private static double[] array(List<Double> values) {
        return values.stream().mapToDouble(Double::doubleValue).toArray();
    }
}
