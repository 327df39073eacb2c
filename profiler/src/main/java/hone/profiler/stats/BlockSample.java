package hone.profiler.stats;

import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * Values sorted once, each with its block, so that the median under any choice of blocks takes one walk: a resample that
 * drew block 3 twice counts each value of block 3 twice.
 */
final class BlockSample {
    private final double[] sorted;
    private final int[] blockOf;
    private final int blocks;

    /**
     * @param values in the order they were taken
     * @param ids block of each value, any numbers; blocks are numbered anew in order of appearance
     */
    BlockSample(double[] values, int[] ids) {
        if (values.length != ids.length) {
            throw new IllegalArgumentException(values.length + " values but " + ids.length + " block numbers");
        }
        int[] dense = dense(ids);
        int[] order = IntStream.range(0, values.length)
                .boxed()
                .sorted(Comparator.comparingDouble((Integer i) -> values[i]))
                .mapToInt(Integer::intValue)
                .toArray();
        sorted = new double[values.length];
        blockOf = new int[values.length];
        for (int i = 0; i < order.length; i++) {
            sorted[i] = values[order[i]];
            blockOf[i] = dense[order[i]];
        }
        blocks = Arrays.stream(dense).max().orElse(-1) + 1;
    }

    private static int[] dense(int[] ids) {
        Map<Integer, Integer> number = new HashMap<>();
        int[] dense = new int[ids.length];
        for (int i = 0; i < ids.length; i++) {
            Integer known = number.putIfAbsent(ids[i], number.size());
            dense[i] = known == null ? number.size() - 1 : known;
        }
        return dense;
    }

    int blocks() {
        return blocks;
    }

    int size() {
        return sorted.length;
    }

    double smallest() {
        return sorted[0];
    }

    double largest() {
        return sorted[sorted.length - 1];
    }

    /** The median with each value counted as often as its block; NaN where nothing is counted. */
    double median(int[] timesDrawn) {
        long total = 0;
        for (int block : blockOf) {
            total += timesDrawn[block];
        }
        if (total == 0) {
            return Double.NaN;
        }
        long lowerRank = (total - 1) / 2;
        long upperRank = total / 2;
        long passed = 0;
        double lower = Double.NaN;
        for (int i = 0; i < sorted.length; i++) {
            long before = passed;
            passed += timesDrawn[blockOf[i]];
            if (before <= lowerRank && lowerRank < passed) {
                lower = sorted[i];
            }
            if (upperRank < passed) {
                return (lower + sorted[i]) / 2;
            }
        }
        throw new AssertionError("the walk passes every rank below the total");
    }

    /** Medians of the blocks, in order of appearance // (blocks). */
    double[] blockMedians() {
        double[] medians = new double[blocks];
        int[] only = new int[blocks];
        for (int block = 0; block < blocks; block++) {
            only[block] = 1;
            medians[block] = median(only);
            only[block] = 0;
        }
        return medians;
    }
}
