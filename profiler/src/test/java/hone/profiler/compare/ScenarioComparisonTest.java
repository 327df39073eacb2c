package hone.profiler.compare;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import hone.engine.InvalidInput;
import hone.profiler.report.Verdict;
import hone.profiler.scenario.ExampleScenarios;
import hone.profiler.scenario.ScenarioReport;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class ScenarioComparisonTest {
    @Test
    void theCommonBaselineIsTheWitness() {
        ScenarioReport first = ExampleScenarios.single("simd", 2);
        ScenarioReport second = ExampleScenarios.single("simd,fuse", 3);
        ScenarioComparison comparison = ScenarioComparison.of(first, second, "a and b");
        assertEquals(1.5, Objects.requireNonNull(comparison.throughBaselines()).estimate(), 1e-12);
        assertEquals(Verdict.FASTER, comparison.verdict());
        assertEquals(0.25, comparison.noiseFloor(), 1e-12);
        assertTrue(
                comparison
                        .remarks()
                        .get(1)
                        .endsWith("hone scenario mlp --as single --enable \"simd,fuse\" --against \"simd\" --batch 1"),
                comparison.remarks().toString());
        String text = comparison.text(first, second);
        assertTrue(text.contains("1.50×") && text.contains("simd,fuse"), text);
        assertEquals(
                Verdict.WITHIN_NOISE,
                ScenarioComparison.of(first, ExampleScenarios.single("simd,fuse", 2.3), "a and b")
                        .verdict());
    }

    @Test
    void otherUsesAreRefusedWithTheReason() {
        InvalidInput kind = assertThrows(
                InvalidInput.class,
                () -> ScenarioComparison.of(
                        ExampleScenarios.single("simd", 2), ExampleScenarios.offline("simd", 2), "a and b"));
        assertTrue(
                kind.getMessage().contains("the scenario is single in one and offline in the other"),
                kind.getMessage());
        InvalidInput rate = assertThrows(
                InvalidInput.class,
                () -> ScenarioComparison.of(
                        ExampleScenarios.server("simd", 100, 2), ExampleScenarios.server("simd", 120, 2), "a and b"));
        assertTrue(rate.getMessage().contains("100.0 queries arrive a second in one and 120.0"), rate.getMessage());
    }
}
