package hone.profiler.stats;

import hone.engine.random.CounterRandom;
import java.util.Arrays;
import org.apache.commons.statistics.distribution.NormalDistribution;
import org.apache.commons.statistics.distribution.TDistribution;

/**
 * The median of a measurement with its 95 % interval, by resampling whole blocks.
 *
 * <p>Samples taken close together are alike, so drawing single samples would pretend to more knowledge than there is.
 * What is drawn is a block with all its samples; and where neighbouring blocks are still alike, a run of consecutive
 * blocks, whose length follows Carlstein's rule for a first-order autocorrelation ("The use of subseries values for
 * estimating the variance of a general statistic from a stationary sequence", Annals of Statistics 14, 1986). The ends
 * are bias-corrected and accelerated: Efron, "Better bootstrap confidence intervals", JASA 82 (1987), with the
 * quantile expanded for few blocks: Hesterberg, "What teachers should know about the bootstrap", The American
 * Statistician 69 (2015). Runs of finite length still miss the part of the variance that comes from blocks farther apart,
 * and the interval is widened by it.
 *
 * <p>Below {@link #MIN_BLOCKS} blocks a bootstrap knows too little, and the interval is the whole range of the values.
 */
public final class BlockBootstrap {
    /** Resamples drawn for one interval. */
    public static final int RESAMPLES = 10_000;

    /** Fewest blocks that are resampled: the range of six values misses the median in 2·2⁻⁶ = 3 % of cases. */
    public static final int MIN_BLOCKS = 6;

    private static final long STREAM = 0x424F_4F54L;
    private static final double TAIL = 0.025;
    private static final NormalDistribution NORMAL = NormalDistribution.of(0, 1);

    private BlockBootstrap() {}

    /**
     * @param values at least one, in the order they were taken
     * @param blocks the block each value belongs to
     * @param seed of the resampling: the same seed gives the same interval
     */
    public static Interval ofMedian(double[] values, int[] blocks, long seed) {
        BlockSample sample = new BlockSample(values, blocks);
        if (sample.size() == 0) {
            throw new IllegalArgumentException("no values to take the median of");
        }
        int[] each = new int[sample.blocks()];
        Arrays.fill(each, 1);
        double estimate = sample.median(each);
        if (sample.blocks() < MIN_BLOCKS) {
            return new Interval(estimate, sample.smallest(), sample.largest());
        }
        double rho = Autocorrelation.ofBlocks(sample.blockMedians());
        int runLength = runLength(rho, sample.blocks());
        double[] resampled = resample(sample, runLength, seed);
        double bias = bias(resampled, estimate);
        double acceleration = acceleration(sample, each);
        double z = expandedQuantile(sample.blocks());
        double low = Quantiles.ofSorted(resampled, level(bias, acceleration, -z));
        double high = Quantiles.ofSorted(resampled, level(bias, acceleration, z));
        double wider = Math.sqrt(Autocorrelation.missedVariance(rho, runLength));
        return new Interval(
                estimate,
                estimate - wider * Math.max(0, estimate - low),
                estimate + wider * Math.max(0, high - estimate));
    }

    /** Sorted medians of the resamples // (RESAMPLES). */
    private static double[] resample(BlockSample sample, int runLength, long seed) {
        CounterRandom random = new CounterRandom(seed, STREAM, 0);
        int blocks = sample.blocks();
        int[] timesDrawn = new int[blocks];
        double[] medians = new double[RESAMPLES];
        for (int resample = 0; resample < RESAMPLES; resample++) {
            Arrays.fill(timesDrawn, 0);
            for (int drawn = 0; drawn < blocks; drawn += runLength) {
                int block = random.nextInt(blocks);
                int last = Math.min(runLength, blocks - drawn);
                for (int i = 0; i < last; i++) {
                    timesDrawn[block]++;
                    block = block + 1 == blocks ? 0 : block + 1;
                }
            }
            medians[resample] = sample.median(timesDrawn);
        }
        Arrays.sort(medians);
        return medians;
    }

    /** How many consecutive blocks to draw together, from how much a block says about the next one. */
    static int runLength(double rho, int blocks) {
        double length = Math.pow(Math.sqrt(6) * rho / (1 - rho * rho), 2.0 / 3) * Math.cbrt(blocks);
        return Math.clamp(Math.round(length), 1, Math.max(1, blocks / 5));
    }

    /** z₀: how far the resamples lean to one side of the estimate; ties count half. */
    private static double bias(double[] sortedResamples, double estimate) {
        double below = 0;
        for (double median : sortedResamples) {
            below += median < estimate ? 1 : median == estimate ? 0.5 : 0;
        }
        double share = Math.clamp(below / sortedResamples.length, 0.001, 0.999);
        return NORMAL.inverseCumulativeProbability(share);
    }

    /** a: the skewness of the medians with one block left out each time. */
    private static double acceleration(BlockSample sample, int[] each) {
        int blocks = sample.blocks();
        double[] leftOut = new double[blocks];
        for (int block = 0; block < blocks; block++) {
            each[block] = 0;
            leftOut[block] = sample.median(each);
            each[block] = 1;
        }
        double mean = Arrays.stream(leftOut).average().orElse(0);
        double squares = 0;
        double cubes = 0;
        for (double value : leftOut) {
            double d = mean - value;
            squares += d * d;
            cubes += d * d * d;
        }
        return squares > 0 ? cubes / (6 * Math.pow(squares, 1.5)) : 0;
    }

    /** Student's quantile in place of the normal one: few blocks know less of their own spread. */
    private static double expandedQuantile(int blocks) {
        double n = blocks;
        return Math.sqrt(n / (n - 1)) * TDistribution.of(n - 1).inverseSurvivalProbability(TAIL);
    }

    private static double level(double bias, double acceleration, double quantile) {
        double z = bias + quantile;
        return NORMAL.cumulativeProbability(bias + z / (1 - acceleration * z));
    }
}
