package hone.profiler.compare;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import hone.engine.InvalidInput;
import hone.profiler.report.Certified;
import hone.profiler.report.ExampleReport;
import hone.profiler.report.ExampleReports;
import hone.profiler.report.RunReport;
import hone.profiler.report.Verdict;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class ReportComparisonTest {
    private static final RunReport FIRST = ExampleReports.with("/speedup/low", "1.99", "/speedup/high", "2.01");

    @Test
    void everythingThatDiffersIsNamed() {
        RunReport other = ExampleReports.with(
                "/checkpoint", "\"4567\"",
                "/data", "\"stories\"",
                "/batch", "1",
                "/machine/cpu", "\"Another\"",
                "/machine/cores", "8",
                "/machine/vectorBits", "512",
                "/candidate/quality/metric", "\"perplexity\"");
        InvalidInput refused = assertThrows(InvalidInput.class, () -> ReportComparison.of(FIRST, other, "a and b"));
        for (String reason : new String[] {
            "a and b",
            "checkpoint is 0123abcd in one and 4567 in the other",
            "the data is generated:seed=1 in one and stories in the other",
            "the batch is 64 in one and 1 in the other",
            "the processor is",
            "number of processors is 2",
            "vector width is 256 bits",
            "measure of quality is accuracy"
        }) {
            assertTrue(refused.getMessage().contains(reason), refused.getMessage());
        }
        assertEquals(1, refused.getMessage().lines().count());
    }

    @Test
    void otherKernelChoicesAreRemarkedAndNotRefused() {
        RunReport other = ExampleReports.of(FIRST, "/machine/profileHash", "\"beef\"");
        String choices = "kernels were chosen by different measurements of the machine";
        assertTrue(ReportComparison.of(FIRST, other, "").remarks().stream().anyMatch(it -> it.startsWith(choices)));
        assertTrue(ReportComparison.of(FIRST, FIRST, "").remarks().stream().noneMatch(it -> it.startsWith(choices)));
    }

    @Test
    void theBaselineLeavesTheMachinesChangeOut() {
        // The machine became half as fast; the second candidate is still 1.5 times as fast against its baseline.
        RunReport second = ExampleReports.of(
                FIRST,
                "/baseline/latencyNanos/median",
                "400000",
                "/baseline/latencyNanos/low",
                "390000",
                "/baseline/latencyNanos/high",
                "410000",
                "/candidate/latencyNanos/median",
                "133333",
                "/candidate/latencyNanos/low",
                "133000",
                "/candidate/latencyNanos/high",
                "134000",
                "/speedup/median",
                "3",
                "/speedup/low",
                "2.98",
                "/speedup/high",
                "3.02");
        ReportComparison comparison = ReportComparison.of(FIRST, second, "");
        assertEquals(0.75, comparison.candidates().estimate(), 1e-3);
        assertEquals(0.5, Objects.requireNonNull(comparison.baselines()).estimate(), 1e-3);
        assertEquals(1.5, Objects.requireNonNull(comparison.throughBaselines()).estimate(), 1e-9);
        assertEquals(Verdict.FASTER, comparison.verdict());
        assertTrue(comparison.sentence().startsWith("About 1.5 times as fast"), comparison.sentence());
        assertTrue(
                comparison.remarks().stream().anyMatch(remark -> remark.contains("took 2.00 times as long")),
                comparison.remarks().toString());
        assertEquals(ReportComparison.NOT_INTERLEAVED, comparison.remarks().getFirst());
        String text = ComparisonText.of(comparison, FIRST, second);
        assertTrue(text.contains("without that part") && text.contains("1.50×"), text);
    }

    @Test
    void aReportIsNotFasterThanItself() {
        ReportComparison comparison = ReportComparison.of(FIRST, FIRST, "");
        assertEquals(Verdict.WITHIN_NOISE, comparison.verdict());
        assertEquals(0, comparison.qualityDifference());
        assertTrue(comparison.sizes().stream().allMatch(size -> size.difference() == 0));
    }

    @Test
    void whatTwoSessionsMayStrayIsNoDifference() {
        RunReport second =
                ExampleReports.of(FIRST, "/speedup/median", "2.3", "/speedup/low", "2.29", "/speedup/high", "2.31");
        ReportComparison comparison = ReportComparison.of(FIRST, second, "");
        assertEquals(Verdict.WITHIN_NOISE, comparison.verdict(), "15 % between two sessions is nothing");
        assertTrue(
                comparison.remarks().stream().noneMatch(remark -> remark.startsWith("to be sure")),
                "the same recipe against itself would tell nothing");
        RunReport fused = ExampleReports.of(second, "/recipe", "\"simd,fuse\"");
        assertTrue(
                ReportComparison.of(FIRST, fused, "")
                        .remarks()
                        .get(1)
                        .endsWith("hone run mlp --enable \"simd,fuse\" --against \"simd,threads\" --batch 64"),
                comparison.remarks().toString());
        ReportComparison certified = ReportComparison.of(certified(FIRST, 2), certified(second, 2.3), "");
        assertEquals(Verdict.FASTER, certified.verdict(), "over processes of their own it is something");
        assertEquals(
                Verdict.WITHIN_NOISE,
                ReportComparison.of(FIRST, certified(second, 2.3), "").verdict());
    }

    private static RunReport certified(RunReport report, double speedup) {
        Certified.Side side = new Certified.Side(1, 0.99, 1.01, List.of(1.0, 1.0, 1.0), true);
        return report.with(new Certified(
                true,
                List.of(),
                3,
                0,
                new Certified.Speedup(speedup, speedup * 0.99, speedup * 1.01),
                Verdict.FASTER,
                side,
                side,
                speedup,
                true,
                60));
    }

    @Test
    void withoutOneBaselineThereIsNoVerdict() {
        RunReport other = ExampleReports.of(FIRST, "/baseline/recipe", "\"simd\"");
        ReportComparison comparison = ReportComparison.of(FIRST, other, "");
        assertNull(comparison.baselines());
        assertNull(comparison.throughBaselines());
        assertEquals(Verdict.UNKNOWN, comparison.verdict());
        assertTrue(comparison.sentence().contains("different baselines"), comparison.sentence());
        assertTrue(ComparisonText.of(comparison, FIRST, other).contains("other baselines"));
    }

    @Test
    void sizesAndQualityAreSetSideBySide() {
        RunReport other = ExampleReports.of(
                ExampleReport.report(),
                "/candidate/bytes/file",
                "110000",
                "/candidate/quality/value",
                "0.5",
                "/candidate/quality/low",
                "0.49",
                "/candidate/quality/high",
                "0.51");
        ReportComparison comparison = ReportComparison.of(ExampleReport.report(), other, "");
        assertEquals(-330_000, comparison.sizes().get(1).difference());
        assertEquals(-0.4695, comparison.qualityDifference(), 1e-9);
        assertTrue(comparison.qualitiesApart());
        String text = ComparisonText.of(comparison, ExampleReport.report(), other);
        assertTrue(text.contains("−330 KB") && text.contains("-46.95 points"), text);
    }
}
