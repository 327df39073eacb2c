package hone.profiler.advice;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import hone.engine.run.KernelFit;
import hone.engine.technique.Recipe;
import hone.profiler.report.Finding;
import hone.profiler.report.OpRoof;
import hone.profiler.report.QualityChange;
import hone.profiler.report.RoofLimit;
import hone.profiler.report.RunReport;
import hone.profiler.report.RunReportJson;
import hone.profiler.report.RunReportText;
import hone.profiler.report.Severity;
import hone.profiler.report.Verdict;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Each rule by a report in which its cause is at work, and one that is nearly so and is not. */
class AdviceTest {
    /**
     * @param cause makes the report one of the cause
     * @param near makes it one that only looks like it
     */
    record Pair(Consumer<AdviceCase> cause, Consumer<AdviceCase> near) {}

    private static final Map<String, Pair> CASES = new LinkedHashMap<>();

    static {
        CASES.put(
                "noisy-machine",
                new Pair(
                        one -> one.warnings = List.of("other processes kept 0.7 processors busy during the run"),
                        one -> one.warnings = List.of()));
        CASES.put("not-steady", new Pair(one -> one.steady = false, one -> one.verdict = Verdict.UNKNOWN));
        CASES.put("untouched-time", new Pair(AdviceTest::untouched, one -> {
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
        CASES.put("pruned-but-dense", new Pair(AdviceTest::prunedInInt8, one -> {
            prunedInInt8(one);
            one.nominal = 440_000;
        }));
        CASES.put("threads-below-payoff", new Pair(one -> alone(one, 2, 80_000), one -> alone(one, 2, 10_000)));
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

    private static void narrow(AdviceCase one, double nanos) {
        one.recipe = "simd,int8";
        one.after.add(AdviceCase.op("fc1", "Int8Linear", "simd", "I8", nanos, KernelFit.AS_ASKED));
        one.after.add(AdviceCase.linear("fc3", 62_000));
    }

    private static void prunedInInt8(AdviceCase one) {
        one.recipe = "simd,int8,prune=0.8";
        one.nominal = 90_000;
        one.after.add(AdviceCase.op("fc1", "Int8Linear", "simd", "I8", 80_000, KernelFit.NO_SPARSE_KERNEL));
    }

    private static void alone(AdviceCase one, int asked, double nanos) {
        one.recipe = "simd,threads";
        one.threads = 2;
        one.after.add(AdviceCase.onThreads(AdviceCase.linear("fc1", 60_000), 2, 2));
        one.after.add(AdviceCase.onThreads(AdviceCase.linear("fc2", nanos), 1, asked));
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

    private static void lost(AdviceCase one, double high) {
        one.recipe = "simd,int8";
        one.change = new QualityChange(-0.01, -0.016, high, 3, 43, 60, 4_000);
    }

    static Stream<String> rules() {
        return Advice.RULES.stream().map(AdviceRule::id);
    }

    private static AdviceRule rule(String id) {
        return Advice.RULES.stream()
                .filter(one -> one.id().equals(id))
                .findFirst()
                .orElseThrow();
    }

    private static RunReport report(Consumer<AdviceCase> change) {
        AdviceCase one = new AdviceCase();
        change.accept(one);
        return one.report();
    }

    @Test
    void thereAreTwelveAndEachHasItsCases() {
        assertTrue(Advice.RULES.size() >= 12);
        assertEquals(
                rules().toList().stream().sorted().toList(),
                CASES.keySet().stream().sorted().toList());
    }

    @ParameterizedTest
    @MethodSource("rules")
    void itFindsItsCause(String id) {
        Pair pair = Objects.requireNonNull(CASES.get(id));
        RunReport report = report(pair.cause());
        Finding finding = rule(id).find(report).orElseThrow();
        assertEquals(id, finding.rule());
        assertTrue(finding.evidence().matches("(?s).*\\d.*"), "evidence has figures: " + finding.evidence());
        Finding.NextExperiment next = finding.next();
        if (next != null) {
            assertEquals(next.recipe(), Recipe.parse(next.recipe()).toString(), "a recipe that can be run");
            Recipe.parse(next.baseline());
            assertTrue(next.batch() >= 1 && next.batch() <= 1024);
        }
        RunReport whole = report.with(Advice.of(report));
        assertEquals(whole, RunReportJson.parse(RunReportJson.text(whole), "here"));
        assertTrue(RunReportText.of(whole).contains(finding.evidence()));
    }

    @ParameterizedTest
    @MethodSource("rules")
    void itKeepsQuietOtherwise(String id) {
        assertEquals(
                List.of(),
                rule(id).find(report(Objects.requireNonNull(CASES.get(id)).near())).stream()
                        .toList());
        assertEquals(
                List.of(), rule(id).find(new AdviceCase().report()).stream().toList());
    }

    @Test
    void nothingIsFoundWhereNothingIsTheMatter() {
        assertEquals(List.of(), Advice.of(new AdviceCase().report()));
        assertFalse(RunReportText.of(new AdviceCase().report()).contains("Why it is"));
    }

    @Test
    void whatIsTriedNextHasMoreZerosThanThereAre() {
        for (String[] pair : new String[][] {
            {"simd,prune", "simd,prune=0.9"}, {"simd,prune=0.9", "simd,prune=0.99"}, {"prune=0.5", "prune=0.9"}
        }) {
            Finding finding = rule("below-crossover").find(crossover(pair[0])).orElseThrow();
            assertEquals(pair[1], Objects.requireNonNull(finding.next()).recipe());
        }
        assertNull(rule("below-crossover")
                .find(crossover("simd,prune=0.99"))
                .orElseThrow()
                .next());
    }

    private static RunReport crossover(String recipe) {
        return report(one -> {
            one.recipe = recipe;
            one.after.add(AdviceCase.op("fc1", "Linear", "packed", "F32", 80_000, KernelFit.BELOW_CROSSOVER));
        });
    }

    @Test
    void aLossIsTracedToTheLayerThatDoesMostOfIt() {
        List<QualityChange.OfLayer> layers = List.of(
                new QualityChange.OfLayer("fc2", "int8@fc2", -0.009, -0.014, -0.004),
                new QualityChange.OfLayer("fc1", "int8@fc1", -0.001, -0.003, 0.001),
                new QualityChange.OfLayer("fc3", "int8@fc3", 0, -0.001, 0.001));
        Finding finding = rule("quality-lost")
                .find(report(one -> {
                    lost(one, -0.004);
                    one.change = one.change.with(layers, 0);
                }))
                .orElseThrow();
        assertEquals("The answers became worse, beyond chance, most of all by fc2", finding.title());
        assertTrue(
                finding.evidence().contains("one layer at a time: fc2 -0.90 points, fc1 -0.10 points"),
                finding.evidence());
        assertEquals(
                "simd,int8@fc1,int8@fc3", Objects.requireNonNull(finding.next()).recipe());
    }

    /** Steps that do not apply to a layer are not switched on for it: the experiment would be refused. */
    @Test
    void aLayerIsSparedByWhatAppliesToTheOthers() {
        List<QualityChange.OfLayer> layers = List.of(
                new QualityChange.OfLayer("fc2", "int8@fc2,prune@fc2", -0.009, -0.014, -0.004),
                new QualityChange.OfLayer("conv1", "prune@conv1", -0.001, -0.003, 0.001));
        Finding finding = rule("quality-lost")
                .find(report(one -> {
                    lost(one, -0.004);
                    one.recipe = "simd,int8,prune";
                    one.change = one.change.with(layers, 0);
                }))
                .orElseThrow();
        assertEquals(
                Recipe.parse("simd,prune@conv1").toString(),
                Objects.requireNonNull(finding.next()).recipe());
    }

    /** Of layers that were not looked at nobody can say that they stay as they are but for the spared one. */
    @Test
    void noLayerIsSparedWhereTimeRanOut() {
        List<QualityChange.OfLayer> layers = List.of(
                new QualityChange.OfLayer("fc2", "int8@fc2", -0.009, -0.014, -0.004),
                new QualityChange.OfLayer("fc1", "int8@fc1", -0.001, -0.003, 0.001));
        Finding finding = rule("quality-lost")
                .find(report(one -> {
                    lost(one, -0.004);
                    one.change = one.change.with(layers, 7);
                }))
                .orElseThrow();
        assertTrue(
                finding.evidence().contains("fc1 -0.10 points, and 7 more that there was no time for"),
                finding.evidence());
        assertEquals("simd", Objects.requireNonNull(finding.next()).recipe());
    }

    /** A batch is made larger up to the largest worth a try, and never smaller. */
    @Test
    void aLargeBatchIsNotTriedAgain() {
        Finding finding = rule("threads-below-payoff")
                .find(report(one -> {
                    alone(one, 2, 80_000);
                    one.batch = 1_024;
                }))
                .orElseThrow();
        assertEquals(null, finding.next());
        Finding smaller = rule("threads-below-payoff")
                .find(report(one -> {
                    alone(one, 2, 80_000);
                    one.batch = 512;
                }))
                .orElseThrow();
        assertEquals(1_024, Objects.requireNonNull(smaller.next()).batch());
    }

    @Test
    void aLossThatNoLayerDoesAloneNamesNone() {
        List<QualityChange.OfLayer> layers = List.of(
                new QualityChange.OfLayer("fc2", "int8@fc2", -0.004, -0.009, 0.001),
                new QualityChange.OfLayer("fc1", "int8@fc1", -0.003, -0.008, 0.001));
        Finding finding = rule("quality-lost")
                .find(report(one -> {
                    lost(one, -0.004);
                    one.change = one.change.with(layers, 0);
                }))
                .orElseThrow();
        assertEquals("The answers became worse, beyond chance", finding.title());
        assertEquals("simd", Objects.requireNonNull(finding.next()).recipe());
    }

    @Test
    void causesComeBeforeWarnings() {
        List<Finding> findings = Advice.of(report(one -> {
            one.warnings = List.of("other processes kept 0.7 processors busy during the run");
            narrow(one, 200_000);
        }));
        assertEquals(
                List.of("dequantize-share", "noisy-machine"),
                findings.stream().map(Finding::rule).toList());
        assertEquals(
                findings,
                findings.stream()
                        .sorted(Comparator.comparing(Finding::severity).reversed())
                        .toList());
        assertEquals(Severity.CAUSE, findings.getFirst().severity());
    }
}
