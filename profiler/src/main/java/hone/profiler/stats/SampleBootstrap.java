package hone.profiler.stats;

import hone.engine.random.CounterRandom;
import java.util.Arrays;
import java.util.function.ToDoubleFunction;

/**
 * The interval of a figure of independent samples, by drawing as many of them again and again: the percentile bootstrap of
 * Efron, "Bootstrap methods: another look at the jackknife", Annals of Statistics 7 (1979). The same samples give the same
 * interval.
 */
public final class SampleBootstrap {
    private static final int RESAMPLES = 1_000;
    private static final double TAIL = 0.025;
    private static final long STREAM = 0x5341_4D50_4C45L;

    private SampleBootstrap() {}

    /** Every sample once. */
    public static int[] each(int samples) {
        int[] each = new int[samples];
        Arrays.fill(each, 1);
        return each;
    }

    /**
     * The figure of the samples with its 95 % interval.
     *
     * @param samples how many there are
     * @param figure of samples that stand there as often as the array says, each by its place
     */
    public static Interval of(int samples, ToDoubleFunction<int[]> figure) {
        CounterRandom random = new CounterRandom(samples, STREAM, 0);
        double[] figures = new double[RESAMPLES];
        int[] drawn = new int[samples];
        for (int resample = 0; resample < RESAMPLES; resample++) {
            Arrays.fill(drawn, 0);
            for (int i = 0; i < samples; i++) {
                drawn[random.nextInt(samples)]++;
            }
            figures[resample] = figure.applyAsDouble(drawn);
        }
        Arrays.sort(figures);
        return new Interval(
                figure.applyAsDouble(each(samples)),
                Quantiles.ofSorted(figures, TAIL),
                Quantiles.ofSorted(figures, 1 - TAIL));
    }
}
