package hone.engine.data.token;

import hone.engine.Cancellation;
import hone.engine.InvalidInput;
import hone.engine.Progress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.TreeMap;

/**
 * Learns the merges of a byte-level BPE: again and again the pair of neighbours that occurs most often becomes a token,
 * of equals the pair with the lowest left and then the lowest right token. The same text gives the same vocabulary.
 *
 * <p>Each distinct word is kept once with its count. Of a merge only the words with its pair are looked at again, and the
 * queue of pairs is corrected when a stale count comes up, since a count that is not of the newest token can only fall.
 */
public final class BytePairTraining {
    /** A pair that occurs once more rarely than this saves nothing. */
    private static final long FEWEST = 2;

    /** A pair and how often it was counted; the first in order is the next to merge. */
    private record Candidate(long count, long pair) implements Comparable<Candidate> {
        @Override
        public int compareTo(Candidate other) {
            return count != other.count ? Long.compare(other.count, count) : Long.compare(pair, other.pair);
        }
    }

    /** Where a pair occurs. */
    private static final class Occurrences {
        private long count;
        /** Words that held the pair at some time, ascending within each merge; a word may be there twice. */
        private final TokenList words = new TokenList();
    }

    private final List<int[]> words = new ArrayList<>();
    private final List<Long> counts = new ArrayList<>();
    private final Map<Long, Occurrences> pairs = new HashMap<>();
    private final PriorityQueue<Candidate> queue = new PriorityQueue<>();
    private final List<String> tokens = new ArrayList<>();
    private final Map<String, Integer> byText = new HashMap<>();
    private final List<BytePairs.Merge> merges = new ArrayList<>();
    /** Pairs that have a merge; one can come up again where two merges make the same token. */
    private final Set<Long> learned = new HashSet<>();

    private BytePairTraining(String text) {
        Map<String, Long> distinct = new TreeMap<>();
        WordSplit.each(text, word -> distinct.merge(word, 1L, Long::sum));
        String letters = ByteLetters.ascending();
        for (int token = 0; token < letters.length(); token++) {
            add(letters.substring(token, token + 1));
        }
        distinct.forEach((word, count) -> {
            byte[] utf8 = word.getBytes(StandardCharsets.UTF_8);
            int[] singles = new int[utf8.length];
            for (int i = 0; i < utf8.length; i++) {
                singles[i] = letters.indexOf(ByteLetters.of(Byte.toUnsignedInt(utf8[i])));
            }
            words.add(singles);
            counts.add(count);
            count(words.size() - 1, singles, count);
        });
        pairs.forEach((pair, occurrences) -> queue.add(new Candidate(occurrences.count, pair)));
    }

    /**
     * Trains a tokenizer.
     *
     * @param text to learn from
     * @param vocabularySize tokens to end with, the 256 bytes among them; fewer come out when no pair occurs twice
     * @throws InvalidInput if the size is not 256 … {@link BytePairs#MOST_TOKENS}, or the text is empty
     * @throws hone.engine.Cancelled if cancelled
     */
    public static BytePairTokenizer train(
            String text, int vocabularySize, Progress progress, Cancellation cancellation) {
        if (vocabularySize < ByteTokenizer.BYTES || vocabularySize > BytePairs.MOST_TOKENS) {
            throw new InvalidInput(
                    "cannot train a tokenizer",
                    "",
                    "a vocabulary of " + vocabularySize + " is not within " + ByteTokenizer.BYTES + " … "
                            + BytePairs.MOST_TOKENS);
        }
        if (text.isEmpty()) {
            throw new InvalidInput("cannot train a tokenizer", "", "the text is empty");
        }
        BytePairTraining training = new BytePairTraining(text);
        training.learn(vocabularySize, progress, cancellation);
        return new BytePairTokenizer(new BytePairs(training.tokens, training.merges, Set.of(), false, true));
    }

    private int add(String text) {
        tokens.add(text);
        byText.put(text, tokens.size() - 1);
        return tokens.size() - 1;
    }

    private void count(int word, int[] symbols, long times) {
        for (int i = 0; i + 1 < symbols.length; i++) {
            Occurrences occurrences =
                    pairs.computeIfAbsent(PairTable.pair(symbols[i], symbols[i + 1]), _ -> new Occurrences());
            occurrences.count += times;
            if (occurrences.words.last() != word) {
                occurrences.words.add(word);
            }
        }
    }

    private void learn(int vocabularySize, Progress progress, Cancellation cancellation) {
        while (tokens.size() < vocabularySize && !queue.isEmpty()) {
            Candidate best = queue.remove();
            Occurrences occurrences = pairs.get(best.pair);
            if (occurrences == null || occurrences.count < FEWEST || learned.contains(best.pair)) {
                continue;
            }
            if (occurrences.count != best.count) {
                queue.add(new Candidate(occurrences.count, best.pair));
                continue;
            }
            cancellation.check("training the tokenizer");
            merge(best.pair, occurrences.words.toArray());
            progress.report((double) tokens.size() / vocabularySize, "training the tokenizer");
        }
    }

    private void merge(long pair, int[] places) {
        int left = PairTable.left(pair);
        int right = PairTable.right(pair);
        String text = tokens.get(left) + tokens.get(right);
        Integer known = byText.get(text);
        // Another pair may have made the same text before; then both become the same token.
        int joined = known == null ? add(text) : known;
        merges.add(new BytePairs.Merge(left, right, joined));
        Set<Long> raised = new HashSet<>();
        for (int word : places) {
            int[] old = words.get(word);
            int[] changed = joined(old, left, right, joined);
            if (changed.length == old.length) {
                continue;
            }
            long times = counts.get(word);
            for (int i = 0; i + 1 < old.length; i++) {
                Occurrences occurrences = pairs.get(PairTable.pair(old[i], old[i + 1]));
                if (occurrences != null) {
                    occurrences.count -= times;
                }
            }
            words.set(word, changed);
            count(word, changed, times);
            for (int i = 0; i + 1 < changed.length; i++) {
                if (changed[i] == joined || changed[i + 1] == joined) {
                    raised.add(PairTable.pair(changed[i], changed[i + 1]));
                }
            }
        }
        pairs.remove(pair);
        learned.add(pair);
        raised.forEach(other -> {
            Occurrences occurrences = pairs.get(other);
            if (occurrences != null) {
                queue.add(new Candidate(occurrences.count, other));
            }
        });
    }

    private static int[] joined(int[] symbols, int left, int right, int joined) {
        TokenList result = new TokenList();
        for (int i = 0; i < symbols.length; i++) {
            if (i + 1 < symbols.length && symbols[i] == left && symbols[i + 1] == right) {
                result.add(joined);
                i++;
            } else {
                result.add(symbols[i]);
            }
        }
        return result.toArray();
    }
}
