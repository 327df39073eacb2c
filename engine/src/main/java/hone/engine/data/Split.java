package hone.engine.data;

import hone.engine.InvalidInput;
import hone.engine.random.CounterRandom;

/**
 * Pictures to learn from and pictures held back to judge by; no sample is in both.
 *
 * @param train what a training run may see
 * @param test what it is judged by
 */
public record Split(LabelledImages train, LabelledImages test) {
    private static final long SPLIT_STREAM = 0x5350_4C49_54L;

    static Split shuffled(LabelledImages all, long seed, int trainCount) {
        if (trainCount < 1 || trainCount >= all.count()) {
            throw new InvalidInput(
                    "cannot split the data",
                    all.id(),
                    trainCount + " training samples of " + all.count() + " leave a part empty",
                    "choose 1 to " + (all.count() - 1));
        }
        int[] order = new CounterRandom(seed, SPLIT_STREAM, 0).permutation(all.count());
        String shuffle = all.id() + "#shuffle=" + seed + "[";
        return new Split(
                all.subset(shuffle + "0," + trainCount + ")", order, 0, trainCount),
                all.subset(
                        shuffle + trainCount + "," + all.count() + ")", order, trainCount, all.count() - trainCount));
    }
}
