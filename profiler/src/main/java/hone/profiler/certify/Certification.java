package hone.profiler.certify;

import hone.profiler.machine.NoiseGuard;
import hone.profiler.report.Certified;
import hone.profiler.report.RunReport;
import hone.profiler.report.Verdict;
import hone.profiler.stats.Interval;
import hone.profiler.stats.LogMean;
import hone.profiler.stats.VerdictRule;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;

/** What pairs of processes say together. */
final class Certification {
    /** Beyond this the live figure is only indicative. */
    static final double TOLERATED_DIFFERENCE = 0.05;

    private Certification() {}

    /**
     * @param quiet pairs that count
     * @param noisy pairs that were left out; they are shown where too few are left
     */
    static Certified of(List<ForkPair> quiet, List<ForkPair> noisy, RunReport live, double seconds) {
        List<String> reasons = new ArrayList<>();
        boolean enough = quiet.size() >= Certifier.FEWEST_FORKS;
        if (!enough) {
            reasons.add(quiet.size() + " of " + (quiet.size() + noisy.size())
                    + " pairs of processes met a quiet machine, and " + Certifier.FEWEST_FORKS + " are needed");
            reasons.addAll(disturbances(noisy));
        }
        List<ForkPair> pairs = enough ? quiet : all(quiet, noisy);
        reasons.addAll(changes(pairs));
        Interval ratio = LogMean.of(values(pairs, ForkPair::ratio));
        boolean steady = pairs.stream()
                .allMatch(pair -> pair.baseline().steady() && pair.candidate().steady());
        Verdict verdict = reasons.isEmpty()
                ? VerdictRule.of(ratio, live.speedup().noiseFloor(), steady, pairs.size())
                : Verdict.UNKNOWN;
        return new Certified(
                reasons.isEmpty(),
                reasons,
                pairs.size(),
                enough ? noisy.size() : 0,
                new Certified.Speedup(ratio.estimate(), ratio.low(), ratio.high()),
                verdict,
                side(pairs, ForkPair::baseline, ForkPair::baselineNanos),
                side(pairs, ForkPair::candidate, ForkPair::candidateNanos),
                live.speedup().median(),
                Math.abs(live.speedup().median() / ratio.estimate() - 1) <= TOLERATED_DIFFERENCE,
                seconds);
    }

    private static List<ForkPair> all(List<ForkPair> quiet, List<ForkPair> noisy) {
        List<ForkPair> pairs = new ArrayList<>(quiet);
        pairs.addAll(noisy);
        return pairs;
    }

    private static Certified.Side side(
            List<ForkPair> pairs, Function<ForkPair, ForkResult> result, ToDoubleFunction<ForkPair> nanos) {
        double[] medians = values(pairs, nanos);
        Interval interval = LogMean.of(medians);
        return new Certified.Side(
                interval.estimate(),
                interval.low(),
                interval.high(),
                Arrays.stream(medians).boxed().toList(),
                pairs.stream().map(result).allMatch(ForkResult::steady));
    }

    private static double[] values(List<ForkPair> pairs, ToDoubleFunction<ForkPair> value) {
        return pairs.stream().mapToDouble(value).toArray();
    }

    /** The largest load, and every other warning once. */
    private static List<String> disturbances(List<ForkPair> noisy) {
        double load = 0;
        boolean moved = false;
        for (ForkPair pair : noisy) {
            for (ForkResult result : List.of(pair.baseline(), pair.candidate())) {
                load = Math.max(load, result.noise().loadOfOthers());
                moved |= NoiseGuard.hasMoved(result.noise());
            }
        }
        List<String> sentences = new ArrayList<>();
        sentences.add(String.format(Locale.ROOT, "other processes kept up to %.1f processors busy", load));
        if (moved) {
            sentences.add("the machine changed its speed while a process ran");
        }
        return sentences;
    }

    /** A side is one computation: each of its processes must have run the same kernels to the same bits. */
    private static List<String> changes(List<ForkPair> pairs) {
        List<String> reasons = new ArrayList<>();
        reasons.addAll(
                changes("the baseline", pairs.stream().map(ForkPair::baseline).toList()));
        reasons.addAll(
                changes("the candidate", pairs.stream().map(ForkPair::candidate).toList()));
        return reasons;
    }

    private static List<String> changes(String side, List<ForkResult> results) {
        Set<String> checksums = new LinkedHashSet<>();
        Set<List<String>> kernels = new LinkedHashSet<>();
        for (ForkResult result : results) {
            checksums.add(result.checksum());
            kernels.add(result.kernels());
        }
        if (kernels.size() > 1) {
            return List.of(side + " ran on other kernels in some processes");
        }
        return checksums.size() > 1 ? List.of(side + " gave other outputs in some processes") : List.of();
    }
}
