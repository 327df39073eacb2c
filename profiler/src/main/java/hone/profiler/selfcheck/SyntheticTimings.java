package hone.profiler.selfcheck;

import hone.engine.random.CounterRandom;
import hone.profiler.stats.PairedBlocks;

/** Made-up timings with a known median: right-skewed, autocorrelated within and between blocks, with hiccups. */
public final class SyntheticTimings {
    /** Samples of one segment. */
    public static final int PER_SEGMENT = 3;

    /** The true median of a baseline sample, in nanoseconds. */
    public static final double MEDIAN = 1_000;

    private final CounterRandom random;
    private final double sampleMemory;
    private final double blockMemory;
    private double sampleNoise;
    private double blockNoise;

    /**
     * @param sampleMemory autocorrelation from one sample to the next, 0 to 1
     * @param blockMemory autocorrelation of the level from one block to the next, 0 to 1
     */
    public SyntheticTimings(long seed, double sampleMemory, double blockMemory) {
        random = new CounterRandom(seed, 0x53_594EL, 0);
        this.sampleMemory = sampleMemory;
        this.blockMemory = blockMemory;
        sampleNoise = random.nextGaussian();
        blockNoise = random.nextGaussian();
    }

    /** Blocks ABBA or BAAB of a baseline and of a candidate that is {@code speedup} times as fast. */
    public PairedBlocks blocks(int count, double speedup) {
        double[][] sides = samples(count, speedup);
        return new PairedBlocks(sides[0], sides[1], PER_SEGMENT);
    }

    /** Samples of the two sides // (2, count · 2 · PER_SEGMENT). */
    public double[][] samples(int count, double speedup) {
        double[][] sides = new double[2][count * 2 * PER_SEGMENT];
        int[] filled = new int[2];
        for (int block = 0; block < count; block++) {
            blockNoise = next(blockNoise, blockMemory);
            int first = random.nextInt(2);
            for (int segment = 0; segment < 4; segment++) {
                int side = segment == 0 || segment == 3 ? first : 1 - first;
                for (int i = 0; i < PER_SEGMENT; i++) {
                    sides[side][filled[side]++] = sample() / (side == 0 ? 1 : speedup);
                }
            }
        }
        return sides;
    }

    private double sample() {
        sampleNoise = next(sampleNoise, sampleMemory);
        double hiccup = random.nextDouble() < 0.01 ? 1 + 2 * random.nextDouble() : 1;
        return MEDIAN * Math.exp(0.02 * sampleNoise + 0.01 * blockNoise) * hiccup;
    }

    private double next(double before, double memory) {
        return memory * before + Math.sqrt(1 - memory * memory) * random.nextGaussian();
    }
}
