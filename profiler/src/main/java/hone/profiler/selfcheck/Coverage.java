package hone.profiler.selfcheck;

import hone.engine.random.CounterRandom;
import hone.profiler.stats.Interval;
import hone.profiler.stats.LogMean;

/** How often 95 % intervals hold the truth, on made-up timings whose truth is known. */
final class Coverage {
    private static final int BLOCKS = 40;
    private static final int FORKS = 5;

    private Coverage() {}

    /** Ratios of interleaved blocks with autocorrelation within and between them. */
    static double ofBlocks(int trials, long seed) {
        int hits = 0;
        for (int trial = 0; trial < trials; trial++) {
            Interval ratio = new SyntheticTimings(seed + trial, 0.6, 0.5)
                    .blocks(BLOCKS, 1.25)
                    .ratio(seed + trial);
            hits += ratio.low() <= 1.25 && 1.25 <= ratio.high() ? 1 : 0;
        }
        return (double) hits / trials;
    }

    /** Ratios of pairs of processes, each of which has a pace of its own. */
    static double ofForks(int trials, long seed) {
        int hits = 0;
        for (int trial = 0; trial < trials; trial++) {
            CounterRandom random = new CounterRandom(seed, 0x464F_524BL, trial);
            double[] ratios = new double[FORKS];
            for (int fork = 0; fork < FORKS; fork++) {
                double baseline = 0.03 * random.nextGaussian();
                double candidate = 0.03 * random.nextGaussian();
                ratios[fork] = 1.25 * Math.exp(baseline - candidate);
            }
            Interval interval = LogMean.of(ratios);
            hits += interval.low() <= 1.25 && 1.25 <= interval.high() ? 1 : 0;
        }
        return (double) hits / trials;
    }
}
