package hone.profiler.advice;

import hone.engine.run.KernelFit;
import hone.profiler.report.OpRoof;
import hone.profiler.report.QualityChange;
import hone.profiler.report.Ratio;
import hone.profiler.report.RoofLimit;
import hone.profiler.report.RunReport;
import hone.profiler.report.Verdict;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** For each rule a report in which its cause is at work, and one that is nearly so and is not. */
final class AdviceCases {
    private AdviceCases() {}

    /**
     * @param cause makes the report one of the cause
     * @param near makes it one that only looks like it
     */
    record Pair(Consumer<AdviceCase> cause, Consumer<AdviceCase> near) {}

    static final Map<String, Pair> CASES = new LinkedHashMap<>();

    static {
        CASES.put(
                "noisy-machine",
                new Pair(
                        one -> one.warnings = List.of("other processes kept 0.7 processors busy during the run"),
                        one -> one.warnings = List.of()));
        CASES.put("not-steady", new Pair(one -> one.steady = false, one -> one.verdict = Verdict.UNKNOWN));
        CASES.put("untouched-time", new Pair(AdviceCases::untouched, one -> {
            untouched(one);
            one.after.set(0, AdviceCase.linear("fc1", 500_000));
        }));
        CASES.put("no-kernel", fit(KernelFit.FELL_BACK, 9_000, 400));
        CASES.put("slower-than-its-rung", fit(KernelFit.FASTER_BELOW, 60_000, 15_000));
        CASES.put("dequantize-share", new Pair(one -> narrow(one, 200_000), one -> narrow(one, 60_000)));
        CASES.put(
                "below-crossover",
                new Pair(
                        one -> {
                            one.recipe = "simd,prune=0.3";
                            one.after.add(
                                    AdviceCase.op("fc1", "Linear", "packed", "F32", 80_000, KernelFit.BELOW_CROSSOVER));
                        },
                        one -> {
                            one.recipe = "simd,prune=0.9";
                            one.after.add(AdviceCase.op("fc1", "Linear", "simd-sell", "F32", 20_000, KernelFit.SPARSE));
                        }));
        CASES.put("pruned-but-dense", new Pair(AdviceCases::prunedInInt8, one -> {
            prunedInInt8(one);
            one.nominal = 440_000;
        }));
        CASES.put("threads-below-payoff", new Pair(one -> alone(one, 2, 80_000), one -> alone(one, 2, 10_000)));
        CASES.put("threads-gain-little", new Pair(one -> gain(one, 0.98), one -> gain(one, 1.3)));
        CASES.put("amdahl-share", new Pair(one -> alone(one, 1, 20_000), one -> alone(one, 1, 4_000)));
        CASES.put("dispatch-bound", new Pair(one -> tiny(one, 900), one -> tiny(one, 9_000)));
        CASES.put("memory-bound", new Pair(one -> under(one, RoofLimit.MEMORY, "L2", 0), one -> {
            under(one, RoofLimit.MEMORY, "L2", 90_000);
        }));
        CASES.put("compute-bound", new Pair(one -> under(one, RoofLimit.ARITHMETIC, "L2", 0), one -> {
            under(one, RoofLimit.NEITHER, "L2", 0);
        }));
        CASES.put("cache-size", new Pair(one -> under(one, RoofLimit.MEMORY, "memory", 0), one -> {
            under(one, RoofLimit.ARITHMETIC, "memory", 0);
        }));
        CASES.put(
                "collections-in-the-loop",
                new Pair(one -> one.marked = List.of(1, 5, 9, 20, 30, 77), one -> one.marked = List.of(1, 5)));
        CASES.put("long-tail", new Pair(one -> one.p99 = 3.0, one -> one.p99 = 1.2));
        CASES.put("quality-lost", new Pair(one -> lost(one, -0.004), one -> lost(one, 0.001)));
    }

    private static void untouched(AdviceCase one) {
        one.recipe = "fuse";
        one.verdict = Verdict.WITHIN_NOISE;
        one.before.add(AdviceCase.linear("fc1", 800_000));
        one.before.add(AdviceCase.linear("relu1", 10_000));
        one.after.add(AdviceCase.linear("fc1", 805_000));
    }

    /** A second op that takes so many nanoseconds beside the first's 50,000. */
    private static Pair fit(KernelFit fit, double much, double little) {
        return new Pair(one -> with(one, fit, much), one -> with(one, fit, little));
    }

    private static void with(AdviceCase one, KernelFit fit, double nanos) {
        one.after.add(AdviceCase.linear("fc1", fit == KernelFit.FASTER_BELOW ? 4 * 20_000 : 50_000));
        one.after.add(AdviceCase.op("norm", "LayerNorm", "reordered", "F32", nanos, fit));
    }

    static void narrow(AdviceCase one, double nanos) {
        one.recipe = "simd,int8";
        one.after.add(AdviceCase.op("fc1", "Int8Linear", "simd", "I8", nanos, KernelFit.AS_ASKED));
        one.after.add(AdviceCase.linear("fc3", 62_000));
    }

    private static void prunedInInt8(AdviceCase one) {
        one.recipe = "simd,int8,prune=0.8";
        one.nominal = 90_000;
        one.after.add(AdviceCase.op("fc1", "Int8Linear", "simd", "I8", 80_000, KernelFit.NO_SPARSE_KERNEL));
    }

    static void alone(AdviceCase one, int asked, double nanos) {
        one.recipe = "simd,threads";
        one.threads = 2;
        one.after.add(AdviceCase.onThreads(AdviceCase.linear("fc1", 60_000), 2, 2));
        one.after.add(AdviceCase.onThreads(AdviceCase.linear("fc2", nanos), 1, asked));
    }

    /** All is shared by two threads, and they are so many times as fast as one. */
    static void gain(AdviceCase one, double times) {
        one.baseline = "simd";
        one.recipe = "simd,threads";
        one.threads = 2;
        one.speedup = new Ratio(times, times - 0.02, times + 0.02, 0.01);
        one.verdict = times > 1.1 ? Verdict.FASTER : Verdict.WITHIN_NOISE;
        one.before.add(AdviceCase.linear("fc1", 80_000));
        one.after.add(AdviceCase.onThreads(AdviceCase.linear("fc1", 80_000 / times), 2, 2));
    }

    private static void tiny(AdviceCase one, double nanos) {
        for (String name : List.of("a", "b", "c", "d")) {
            one.after.add(AdviceCase.linear(name, nanos));
        }
    }

    /** One op of 80 µs below its roof, which lay in L2 before, beside one of so many nanoseconds without. */
    private static void under(AdviceCase one, RoofLimit limit, String level, double other) {
        one.before.add(AdviceCase.linear("fc1", 800_000)
                .with(new OpRoof(RoofLimit.NEITHER, 9_000, 1e11, 9e10, 900_000, "L2")));
        double bytesRoof = level.equals("L2") ? 9e10 : 2e10;
        one.after.add(
                AdviceCase.linear("fc1", 80_000).with(new OpRoof(limit, 70_000, 1e11, bytesRoof, 900_000, level)));
        one.after.add(AdviceCase.linear("fc2", other));
    }

    static void lost(AdviceCase one, double high) {
        one.recipe = "simd,int8";
        one.change = new QualityChange(-0.01, -0.016, high, 3, 43, 60, 4_000);
    }

    static Stream<String> rules() {
        return Advice.RULES.stream().map(AdviceRule::id);
    }

    static AdviceRule rule(String id) {
        return Advice.RULES.stream()
                .filter(one -> one.id().equals(id))
                .findFirst()
                .orElseThrow();
    }

    static RunReport report(Consumer<AdviceCase> change) {
        AdviceCase one = new AdviceCase();
        change.accept(one);
        return one.report();
    }
}
