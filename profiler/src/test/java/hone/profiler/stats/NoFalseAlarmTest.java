package hone.profiler.stats;

import static org.junit.jupiter.api.Assertions.assertTrue;

import hone.profiler.report.Verdict;
import hone.profiler.selfcheck.SyntheticTimings;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A plan against itself must hardly ever be called faster or slower; one that really is must be. */
class NoFalseAlarmTest {
    private static final int BLOCKS = 40;

    @Test
    void sameAgainstSameReduced() {
        assertTrue(share(200, 1.0, Verdict.FASTER, Verdict.SLOWER) <= 0.065);
    }

    @Test
    @Tag("slow")
    void sameAgainstSameWhole() {
        double rate = share(1_000, 1.0, Verdict.FASTER, Verdict.SLOWER);
        assertTrue(rate <= 0.03, "false verdicts " + rate);
    }

    @Test
    void differencesOfThreeFiveAndTenPerCentAreSeen() {
        assertTrue(share(100, 1.03, Verdict.FASTER) >= 0.80);
        assertTrue(share(100, 1.05, Verdict.FASTER) >= 0.95);
        assertTrue(share(100, 1.10, Verdict.FASTER) >= 0.99);
        assertTrue(share(100, 1 / 1.10, Verdict.SLOWER) >= 0.99);
    }

    private static double share(int pairs, double speedup, Verdict... counted) {
        int hits = 0;
        for (int i = 0; i < pairs; i++) {
            PairedBlocks blocks = new SyntheticTimings(900 + i, 0.6, 0.7).blocks(BLOCKS, speedup);
            Verdict verdict = VerdictRule.of(blocks.ratio(i), blocks.noiseFloor(i), true, blocks.blocks());
            for (Verdict expected : counted) {
                hits += verdict == expected ? 1 : 0;
            }
        }
        return (double) hits / pairs;
    }
}
