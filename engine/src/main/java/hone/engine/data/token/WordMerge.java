package hone.engine.data.token;

import java.util.PriorityQueue;

/**
 * Merges the tokens of one word: of all neighbours that have a merge the earliest learned, and of equals the leftmost,
 * until none is left. A queue of candidates over a linked list keeps a word of n bytes at n·log n steps, so that a
 * megabyte without a space takes no longer than one with spaces.
 */
final class WordMerge {
    private static final int NONE = -1;

    private final PairTable merges;
    private final int[] tokens;
    private final int[] previous;
    private final int[] next;
    /** Candidates as rank·2³² + place of the left token. */
    private final PriorityQueue<Long> candidates = new PriorityQueue<>();

    private WordMerge(int[] tokens, PairTable merges) {
        this.merges = merges;
        this.tokens = tokens;
        previous = new int[tokens.length];
        next = new int[tokens.length];
        for (int i = 0; i < tokens.length; i++) {
            previous[i] = i - 1;
            next[i] = i + 1 < tokens.length ? i + 1 : NONE;
        }
    }

    /**
     * @param singles the tokens of the word's bytes; overwritten
     * @return the tokens that no merge joins any more
     */
    static int[] of(int[] singles, PairTable merges) {
        return new WordMerge(singles, merges).merged();
    }

    private int[] merged() {
        for (int i = 0; i + 1 < tokens.length; i++) {
            consider(i);
        }
        int left = tokens.length;
        while (!candidates.isEmpty()) {
            long candidate = candidates.remove();
            int at = (int) candidate;
            long merge = mergeAt(at);
            // What stood here may have been merged otherwise since; its new candidate is in the queue.
            if (merge < 0 || merge >>> 32 != candidate >>> 32) {
                continue;
            }
            int gone = next[at];
            tokens[at] = (int) merge;
            tokens[gone] = NONE;
            next[at] = next[gone];
            if (next[at] != NONE) {
                previous[next[at]] = at;
            }
            left--;
            consider(at);
            if (previous[at] != NONE) {
                consider(previous[at]);
            }
        }
        int[] result = new int[left];
        for (int at = 0, i = 0; i < left; at = next[at], i++) {
            result[i] = tokens[at];
        }
        return result;
    }

    private void consider(int at) {
        long merge = mergeAt(at);
        if (merge >= 0) {
            candidates.add(((merge >>> 32) << 32) | at);
        }
    }

    private long mergeAt(int at) {
        return tokens[at] == NONE || next[at] == NONE ? -1 : merges.get(PairTable.pair(tokens[at], tokens[next[at]]));
    }
}
