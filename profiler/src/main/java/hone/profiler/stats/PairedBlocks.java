package hone.profiler.stats;

import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * The samples of an interleaved comparison: each block holds two segments of the baseline and two of the candidate, in
 * the order ABBA or BAAB, and each segment the same number of samples.
 *
 * <p>A side's time in a block is the mean of its two segments' medians. Both orders give the two sides the same mean
 * position, so a drift that is straight within a block cancels in their ratio; and a drift between blocks never enters it.
 */
public final class PairedBlocks {
    /** No floor is claimed to be lower: two copies of one plan, apart in memory only, can differ by this much. */
    public static final double SMALLEST_FLOOR = 0.01;

    private static final long FLOOR_STREAM_SHIFT = 0x5EEDL;

    private final double[] baseline;
    private final double[] candidate;
    private final int samplesPerSegment;

    /**
     * @param baseline nanoseconds // (blocks, 2 segments, samplesPerSegment)
     * @param candidate nanoseconds // (blocks, 2 segments, samplesPerSegment)
     */
    public PairedBlocks(double[] baseline, double[] candidate, int samplesPerSegment) {
        if (baseline.length != candidate.length || baseline.length % (2 * samplesPerSegment) != 0) {
            throw new IllegalArgumentException(baseline.length + " and " + candidate.length
                    + " samples do not make blocks of twice " + samplesPerSegment);
        }
        this.baseline = baseline.clone();
        this.candidate = candidate.clone();
        this.samplesPerSegment = samplesPerSegment;
    }

    public int blocks() {
        return baseline.length / (2 * samplesPerSegment);
    }

    /** Baseline over candidate, one ratio a block // (blocks). */
    public double[] ratios() {
        return IntStream.range(0, blocks())
                .mapToDouble(block -> time(baseline, block) / time(candidate, block))
                .toArray();
    }

    /**
     * The median of the blocks' ratios with its 95 % interval.
     *
     * <p>Below {@link BlockBootstrap#MIN_BLOCKS} blocks the ends come from the extreme samples: the fastest sample of one
     * side over the slowest of the other. With three blocks, six samples a side lie wholly apart by chance in
     * 2 / C(12, 6) = 0.2 % of cases, so even then an interval beyond 1 means something.
     */
    public Interval ratio(long seed) {
        double[] ratios = ratios();
        if (blocks() < BlockBootstrap.MIN_BLOCKS) {
            return new Interval(
                    Quantiles.median(ratios),
                    smallest(baseline) / largest(candidate),
                    largest(baseline) / smallest(candidate));
        }
        return BlockBootstrap.ofMedian(ratios, IntStream.range(0, ratios.length).toArray(), seed);
    }

    /**
     * How far from 1 the baseline strays from itself on this workload, in this session: the A/A noise floor.
     *
     * <p>The two baseline segments of a block are one plan timed twice, so the median of their ratios would be 1 on a
     * perfect machine. The floor is the farther end of that median's 95 % interval. A comparison averages two segments
     * on each side where this ratio has one, which halves the variance, hence the √2.
     *
     * <p>A verdict asks the ratio's own interval to clear 1 by this floor as well. Were all blocks independent, the
     * estimate would have to lie about four standard errors from 1, so that false verdicts are rare even where the
     * interval is too narrow by half; what the floor adds beyond that is the systematic part: order effects, drift.
     */
    public double noiseFloor(long seed) {
        double[] ratios = IntStream.range(0, blocks())
                .mapToDouble(block -> segment(baseline, block, 0) / segment(baseline, block, 1))
                .toArray();
        Interval same = BlockBootstrap.ofMedian(
                ratios, IntStream.range(0, ratios.length).toArray(), seed ^ FLOOR_STREAM_SHIFT);
        double farthest = Math.max(Math.abs(same.low() - 1), Math.abs(same.high() - 1));
        return Math.max(SMALLEST_FLOOR, farthest / Math.sqrt(2));
    }

    private double time(double[] side, int block) {
        return (segment(side, block, 0) + segment(side, block, 1)) / 2;
    }

    private double segment(double[] side, int block, int segment) {
        int from = (2 * block + segment) * samplesPerSegment;
        return Quantiles.median(Arrays.copyOfRange(side, from, from + samplesPerSegment));
    }

    private static double smallest(double[] side) {
        return Arrays.stream(side).min().orElse(Double.NaN);
    }

    private static double largest(double[] side) {
        return Arrays.stream(side).max().orElse(Double.NaN);
    }
}
