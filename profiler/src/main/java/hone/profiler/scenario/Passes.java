package hone.profiler.scenario;

import hone.profiler.stats.Quantiles;
import hone.profiler.stats.SteadyState;
import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * What passes of both sides took that ran in turns. Code that the compiler finishes late makes a step in them, and so does a
 * machine that becomes faster: those before such a step are left out, as far as enough are left.
 *
 * @param baseline nanoseconds of each pass that counts
 * @param candidate the same of the other side, as many
 * @param dropped of each side, which came before
 */
record Passes(double[] baseline, double[] candidate, int dropped) {
    /** With fewer a step cannot be told from chance, however large: then it is their variation alone that speaks. */
    static final int TELLING = 20;

    /** Dropping what came before a step leaves at least so many. */
    static final int FEWEST_LEFT = 10;

    static Passes settled(double[] baseline, double[] candidate) {
        int from = 0;
        for (int step = step(baseline, candidate, from); step > 0; step = step(baseline, candidate, from)) {
            from += step;
        }
        return new Passes(
                Arrays.copyOfRange(baseline, from, baseline.length),
                Arrays.copyOfRange(candidate, from, candidate.length),
                from);
    }

    /** How many more came before either side became clearly faster; 0 where none did, or too few would be left. */
    private static int step(double[] baseline, double[] candidate, int from) {
        int step = 0;
        for (double[] side : new double[][] {baseline, candidate}) {
            double[] rest = Arrays.copyOfRange(side, from, side.length);
            int change = SteadyState.levelChange(rest);
            if (change > 0 && rest.length - change >= FEWEST_LEFT) {
                boolean faster = Quantiles.median(Arrays.copyOfRange(rest, change, rest.length))
                        < Quantiles.median(Arrays.copyOfRange(rest, 0, change));
                step = faster ? Math.max(step, change) : step;
            }
        }
        return step;
    }

    int count() {
        return baseline.length;
    }

    /** Baseline over candidate, pass by pass. */
    double[] gains() {
        return IntStream.range(0, count())
                .mapToDouble(i -> baseline[i] / candidate[i])
                .toArray();
    }

    /** Whether both sides keep their level, or at least their ratio does, as where the machine itself changes its speed. */
    boolean steady() {
        if (count() < TELLING) {
            return SteadyState.reached(gains());
        }
        return (SteadyState.levelChange(baseline) < 0 && SteadyState.levelChange(candidate) < 0)
                || SteadyState.levelChange(gains()) < 0;
    }
}
