package hone.profiler.stats;

import static org.junit.jupiter.api.Assertions.assertEquals;

import hone.profiler.report.Verdict;
import org.junit.jupiter.api.Test;

class VerdictSentenceTest {
    @Test
    void digitsFollowTheUncertainty() {
        assertEquals("About twice as fast: 1.8–2.2×, 40 runs", faster(2.03, 1.83, 2.23));
        assertEquals("About 3 % faster: 1.02–1.04×, 40 runs", faster(1.03, 1.02, 1.04));
        assertEquals("About 12 times as fast: 11–13×, 40 runs", faster(12.1, 11.1, 13.1));
        assertEquals("About 1.5 times as fast: 1.48–1.52×, 40 runs", faster(1.503, 1.48, 1.52));
        assertEquals("About 710 times as fast: 650–770×, 40 runs", faster(712, 650, 770));
        assertEquals("About 3 times as fast: 2.7–3.3×, 40 runs", faster(2.98, 2.7, 3.3));
        assertEquals("Faster, by 1.2–3.1×, 40 runs", faster(2, 1.2, 3.1));
    }

    @Test
    void slowerIsSaidPlainly() {
        assertEquals("Takes about 1.4 times as long: 0.65–0.75× the speed, 40 runs", slower(0.7, 0.65, 0.75));
        assertEquals("Takes about twice as long: 0.49–0.51× the speed, 40 runs", slower(0.5, 0.49, 0.51));
        assertEquals("About 3 % slower: 0.96–0.98× the speed, 40 runs", slower(0.97, 0.96, 0.98));
    }

    @Test
    void noDifferenceAndNoKnowledgeAreResults() {
        assertEquals(
                "No difference beyond noise: 0.99–1.01× with a noise floor of ±2 %, 40 runs",
                VerdictSentence.of(Verdict.WITHIN_NOISE, new Interval(1, 0.99, 1.01), 0.02, "40 runs", ""));
        assertEquals(
                "Not known: the candidate was not steady",
                VerdictSentence.of(
                        Verdict.UNKNOWN, new Interval(1, 0.9, 1.1), 0.02, "40 runs", "the candidate was not steady"));
    }

    private static String faster(double estimate, double low, double high) {
        return VerdictSentence.of(Verdict.FASTER, new Interval(estimate, low, high), 0.01, "40 runs", "");
    }

    private static String slower(double estimate, double low, double high) {
        return VerdictSentence.of(Verdict.SLOWER, new Interval(estimate, low, high), 0.01, "40 runs", "");
    }
}
