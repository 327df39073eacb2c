package hone.engine.format.llama2c;

import java.util.PriorityQueue;

/**
 * Tokens that are joined pair by pair. They form a linked list, and a queue has the pairs with the best in front, so a text of n
 * tokens takes n log n steps where a search through all pairs before each would take n².
 */
final class Llama2cMerging {
    /** Scores that are not better than this never join two tokens. */
    private static final float WORST = -1e10F;

    private final Llama2cPieces pieces;
    private final int[] tokens;
    private final int[] next;
    private final int[] previous;
    private final PriorityQueue<Pair> pairs = new PriorityQueue<>();
    private int count;

    /** @param most how many tokens there can be before any are joined */
    Llama2cMerging(Llama2cPieces pieces, int most) {
        this.pieces = pieces;
        tokens = new int[most];
        next = new int[most];
        previous = new int[most];
    }

    void add(int token) {
        tokens[count] = token;
        next[count] = count + 1;
        previous[count] = count - 1;
        count++;
    }

    int[] merged() {
        for (int i = 0; i + 1 < count; i++) {
            offer(i);
        }
        int left = count;
        for (Pair best = pairs.poll(); best != null; best = pairs.poll()) {
            int at = best.left();
            int after = next[at];
            if (tokens[at] != best.leftToken() || after >= count || tokens[after] != best.rightToken()) {
                continue;
            }
            tokens[at] = best.joined();
            tokens[after] = -1;
            next[at] = next[after];
            if (next[at] < count) {
                previous[next[at]] = at;
                offer(at);
            }
            if (previous[at] >= 0) {
                offer(previous[at]);
            }
            left--;
        }
        int[] merged = new int[left];
        for (int i = 0, at = 0; i < left; i++, at = next[at]) {
            merged[i] = tokens[at];
        }
        return merged;
    }

    private void offer(int left) {
        int first = tokens[left];
        int second = tokens[next[left]];
        int joined = pieces.union(first, second);
        if (joined >= 0 && pieces.score(joined) > WORST) {
            pairs.add(new Pair(pieces.score(joined), left, first, second, joined));
        }
    }

    /** A pair of neighbours that could become one token. */
    private record Pair(float score, int left, int leftToken, int rightToken, int joined) implements Comparable<Pair> {
        @Override
        public int compareTo(Pair other) {
            int byScore = Float.compare(other.score, score);
            return byScore != 0 ? byScore : Integer.compare(left, other.left);
        }
    }
}
