package hone.profiler.stats;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import hone.profiler.selfcheck.SyntheticTimings;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class BlockBootstrapTest {
    private static final int BLOCKS = 60;

    @Test
    void sameSeedSameInterval() {
        PairedBlocks blocks = new SyntheticTimings(1, 0.5, 0).blocks(BLOCKS, 2);
        assertEquals(blocks.ratio(7), blocks.ratio(7));
    }

    @Test
    void constantValuesHaveAnIntervalOfNoWidth() {
        Interval interval = BlockBootstrap.ofMedian(new double[] {5, 5, 5, 5, 5, 5, 5}, indices(7), 1);
        assertEquals(new Interval(5, 5, 5), interval);
    }

    @Test
    void fewBlocksGiveTheWholeRange() {
        Interval interval = BlockBootstrap.ofMedian(new double[] {3, 1, 2, 9}, new int[] {0, 0, 4, 4}, 1);
        assertEquals(new Interval(2.5, 1, 9), interval);
    }

    @Test
    void medianUnderWeightsIsTheMedianOfTheRepeatedValues() {
        BlockSample sample = new BlockSample(new double[] {4, 1, 3, 2}, new int[] {8, 8, 9, 9});
        assertEquals(2.5, sample.median(new int[] {1, 1}));
        assertEquals(2.5, sample.median(new int[] {2, 0}));
        assertEquals(2.5, sample.median(new int[] {0, 5}));
    }

    @Test
    void sixtyBlocksTakeAMomentOnly() {
        PairedBlocks blocks = new SyntheticTimings(3, 0.5, 0).blocks(BLOCKS, 1.1);
        blocks.ratio(0);
        long best = Long.MAX_VALUE;
        for (int i = 0; i < 5; i++) {
            long start = System.nanoTime();
            blocks.ratio(i);
            best = Math.min(best, System.nanoTime() - start);
        }
        assertTrue(best < 150_000_000, best + " ns");
    }

    @Test
    void coverageReduced() {
        assertCoverage(300, 0.91, 0.99);
    }

    @Test
    @Tag("slow")
    void coverageWhole() {
        assertCoverage(3_000, 0.93, 0.97);
    }

    private static void assertCoverage(int trials, double least, double most) {
        double ratio = ratioCoverage(trials, 0.6, 0.5);
        assertTrue(least <= ratio && ratio <= most, "ratio " + ratio);
        double independent = medianCoverage(trials, 0, 0);
        assertTrue(least <= independent && independent <= most, "median of independent samples " + independent);
        double correlated = medianCoverage(trials, 0.6, 0.5);
        assertTrue(least <= correlated && correlated <= most, "median of correlated samples " + correlated);
    }

    private static double ratioCoverage(int trials, double sampleMemory, double blockMemory) {
        int covered = 0;
        for (int i = 0; i < trials; i++) {
            PairedBlocks blocks = new SyntheticTimings(100 + i, sampleMemory, blockMemory).blocks(BLOCKS, 1.3);
            covered += blocks.ratio(i).contains(1.3) ? 1 : 0;
        }
        return (double) covered / trials;
    }

    private static double medianCoverage(int trials, double sampleMemory, double blockMemory) {
        int covered = 0;
        int perBlock = 2 * SyntheticTimings.PER_SEGMENT;
        int[] ids = IntStream.range(0, BLOCKS * perBlock).map(i -> i / perBlock).toArray();
        // 1 % of the samples are slow, so the median is the 0.5 / 0.99 quantile's neighbour of the undisturbed ones.
        double median = SyntheticTimings.MEDIAN * Math.exp(Math.hypot(0.02, 0.01) * 0.0127);
        for (int i = 0; i < trials; i++) {
            double[] samples = new SyntheticTimings(5_000_000 + i, sampleMemory, blockMemory).samples(BLOCKS, 1)[0];
            covered += BlockBootstrap.ofMedian(samples, ids, i).contains(median) ? 1 : 0;
        }
        return (double) covered / trials;
    }

    private static int[] indices(int n) {
        return IntStream.range(0, n).toArray();
    }
}
