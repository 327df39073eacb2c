package hone.profiler.advice;

import static hone.profiler.advice.AdviceCases.report;
import static hone.profiler.advice.AdviceCases.rule;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import hone.engine.technique.Recipe;
import hone.profiler.report.Finding;
import hone.profiler.report.RunReport;
import hone.profiler.report.RunReportJson;
import hone.profiler.report.RunReportText;
import hone.profiler.report.Severity;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Each rule by a report in which its cause is at work, and one that is nearly so and is not. */
class AdviceTest {
    static Stream<String> rules() {
        return AdviceCases.rules();
    }

    @Test
    void thereAreTwelveAndEachHasItsCases() {
        assertTrue(Advice.RULES.size() >= 12);
        assertEquals(
                rules().toList().stream().sorted().toList(),
                AdviceCases.CASES.keySet().stream().sorted().toList());
    }

    @ParameterizedTest
    @MethodSource("rules")
    void itFindsItsCause(String id) {
        AdviceCases.Pair pair = Objects.requireNonNull(AdviceCases.CASES.get(id));
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
                rule(id)
                        .find(report(Objects.requireNonNull(AdviceCases.CASES.get(id))
                                .near()))
                        .stream()
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
    void causesComeBeforeWarnings() {
        List<Finding> findings = Advice.of(report(one -> {
            one.warnings = List.of("other processes kept 0.7 processors busy during the run");
            AdviceCases.narrow(one, 200_000);
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
