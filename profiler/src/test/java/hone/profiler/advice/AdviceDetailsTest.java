package hone.profiler.advice;

import static hone.profiler.advice.AdviceCases.alone;
import static hone.profiler.advice.AdviceCases.lost;
import static hone.profiler.advice.AdviceCases.report;
import static hone.profiler.advice.AdviceCases.rule;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import hone.engine.run.KernelFit;
import hone.engine.technique.Recipe;
import hone.profiler.report.Finding;
import hone.profiler.report.OpRoof;
import hone.profiler.report.QualityChange;
import hone.profiler.report.RoofLimit;
import hone.profiler.report.RunReport;
import hone.profiler.report.Verdict;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** What single rules say and try next, beyond finding their cause. */
class AdviceDetailsTest {
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

    /** The recipe advised to the default one was refused: layers of 8-bit numbers are not fused any more. */
    @Test
    void fusionIsTriedAheadOfWhatChangesNumbers() {
        Finding finding = rule("amdahl-share")
                .find(report(one -> {
                    alone(one, 1, 20_000);
                    one.recipe = "simd,threads,int8,prune=0.7";
                }))
                .orElseThrow();
        String next = Objects.requireNonNull(finding.next()).recipe();
        assertEquals("simd,threads,fuse,int8,prune=0.7", next);
    }

    /** The pass by ops comes at another moment on each side; what the machine did meanwhile is no difference of kernels. */
    @Test
    void sidesAreComparedByTheBlocksThatTookTurns() {
        assertTrue(rule("dequantize-share").find(int8InPassOf(1)).isPresent());
        assertTrue(rule("dequantize-share").find(int8InPassOf(2)).isEmpty());
        assertTrue(rule("untouched-time").find(sameInPassOf(1)).isEmpty());
        assertTrue(rule("untouched-time").find(sameInPassOf(2)).isPresent());
    }

    private static RunReport int8InPassOf(double pass) {
        return report(one -> {
            one.recipe = "simd,int8";
            one.pass = pass;
            one.before.add(AdviceCase.linear("fc1", 80_000));
            one.after.add(AdviceCase.op("fc1", "Int8Linear", "simd", "I8", 160_000, KernelFit.AS_ASKED));
        });
    }

    private static RunReport sameInPassOf(double pass) {
        return report(one -> {
            one.recipe = "fuse";
            one.verdict = Verdict.WITHIN_NOISE;
            one.pass = pass;
            one.before.add(AdviceCase.linear("fc1", 80_000));
            one.after.add(AdviceCase.linear("fc1", 160_000));
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

    /** Where two threads share a core, say: more samples would not help. */
    @Test
    void whereLargeWorkStaysOnOneThreadItIsNotTooSmall() {
        Finding finding = rule("threads-below-payoff")
                .find(report(one -> one.after.add(AdviceCase.useless(AdviceCase.linear("fc1", 80_000)))))
                .orElseThrow();
        assertEquals("More threads bring nothing on this machine", finding.title());
        assertEquals(null, finding.next());
    }

    /** A virtual machine may not say what caches it has. */
    @Test
    void whereNoCacheIsNamedTheMeasuredRatesTell() {
        Finding finding = rule("cache-size")
                .find(report(one -> unnamed(one, 2e10, 900_000, 9e10, 225_000)))
                .orElseThrow();
        assertEquals("The data moved into a nearer cache", finding.title());
        assertTrue(finding.evidence().contains("fits a cache that the system does not name"), finding.evidence());
        assertTrue(finding.evidence().contains("which does not fit it"), finding.evidence());
        assertTrue(rule("cache-size")
                .find(report(one -> unnamed(one, 7e10, 900_000, 9e10, 225_000)))
                .isEmpty());
        assertTrue(rule("cache-size")
                .find(report(one -> unnamed(one, 2e10, 900_000, 9e10, 900_000)))
                .isEmpty());
    }

    private static void unnamed(AdviceCase one, double then, long thenBytes, double now, long nowBytes) {
        one.before.add(
                AdviceCase.linear("fc1", 80_000).with(new OpRoof(RoofLimit.MEMORY, 70_000, 1e11, then, thenBytes, "")));
        one.after.add(
                AdviceCase.linear("fc1", 40_000).with(new OpRoof(RoofLimit.MEMORY, 30_000, 1e11, now, nowBytes, "")));
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
}
