package hone.profiler.certify;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import hone.profiler.report.Certified;
import hone.profiler.report.ExampleReport;
import hone.profiler.report.Noise;
import hone.profiler.report.RunReport;
import hone.profiler.report.Verdict;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What pairs of processes say together; the live run of the example found 2×. */
class CertificationTest {
    private static final RunReport LIVE = ExampleReport.report();
    private static final Noise QUIET = new Noise(0, 1, 1, "performance", List.of());
    private static final Noise BUSY =
            new Noise(1.4, 1, 1, "performance", List.of("other processes kept 1.4 processors busy during the run"));

    private static ForkResult result(double nanos, String checksum, Noise noise) {
        return new ForkResult(
                List.of(nanos * 0.9, nanos, nanos * 1.3),
                1,
                100,
                true,
                List.of(),
                checksum,
                List.of("fc1: simd"),
                noise);
    }

    private static ForkPair pair(double baseline, double candidate, Noise noise) {
        return new ForkPair(result(baseline, "a", noise), result(candidate, "b", noise));
    }

    @Test
    void pairsThatAgreeCertifyTheLiveFigure() {
        List<ForkPair> pairs = List.of(pair(200, 100, QUIET), pair(204, 100, QUIET), pair(200, 102, QUIET));
        Certified certified = Certification.of(pairs, List.of(), LIVE, 30);
        assertTrue(certified.valid());
        assertEquals(List.of(), certified.reasons());
        assertEquals(Math.cbrt(2.0 * 2.04 * 200 / 102), certified.speedup().median(), 1e-12);
        assertEquals(Verdict.FASTER, certified.verdict());
        assertTrue(certified.agreesWithLive());
        assertEquals(List.of(200.0, 204.0, 200.0), certified.baseline().forkMedians());
        assertEquals(3, certified.forks());
        // t(2) at 97.5 % is 4.30265; the logarithms' mean and spread are computed by hand
        double[] logs = {Math.log(2), Math.log(2.04), Math.log(200 / 102.0)};
        double mean = (logs[0] + logs[1] + logs[2]) / 3;
        double variance = 0;
        for (double log : logs) {
            variance += (log - mean) * (log - mean) / 2;
        }
        assertEquals(
                Math.exp(mean - 4.30265273 * Math.sqrt(variance / 3)),
                certified.speedup().low(),
                1e-8);
    }

    @Test
    void aLiveFigureThatIsSixPerCentOffIsIndicative() {
        List<ForkPair> pairs = List.of(pair(188, 100, QUIET), pair(188, 100, QUIET), pair(188, 100.01, QUIET));
        Certified certified = Certification.of(pairs, List.of(), LIVE, 30);
        assertTrue(certified.valid());
        assertFalse(certified.agreesWithLive());
    }

    @Test
    void pairsInNoiseAreLeftOutAndTooFewCertifyNothing() {
        List<ForkPair> quiet = List.of(pair(200, 100, QUIET), pair(200, 101, QUIET), pair(200, 99, QUIET));
        Certified enough = Certification.of(quiet, List.of(pair(900, 100, BUSY)), LIVE, 30);
        assertTrue(enough.valid());
        assertEquals(1, enough.repeated());
        assertEquals(2, enough.speedup().median(), 0.01);
        Certified few = Certification.of(quiet.subList(0, 2), List.of(pair(220, 100, BUSY)), LIVE, 30);
        assertFalse(few.valid());
        assertEquals(Verdict.UNKNOWN, few.verdict());
        assertEquals(3, few.forks(), "they are shown, and certify nothing");
        assertEquals(
                List.of(
                        "2 of 3 pairs of processes met a quiet machine, and 3 are needed",
                        "other processes kept up to 1.4 processors busy"),
                few.reasons());
    }

    @Test
    void aSideThatComputesSomethingElseCertifiesNothing() {
        ForkPair odd = new ForkPair(result(200, "a", QUIET), result(100, "c", QUIET));
        List<ForkPair> pairs = List.of(pair(200, 100, QUIET), pair(200, 100, QUIET), odd);
        Certified certified = Certification.of(pairs, List.of(), LIVE, 30);
        assertFalse(certified.valid());
        assertEquals(List.of("the candidate gave other outputs in some processes"), certified.reasons());
    }
}
