package hone.engine.data.token;

import hone.engine.InvalidInput;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * All that a byte-level BPE tokenizer knows; what a {@code tokenizer.json} holds.
 *
 * @param tokens texts by token: of a learned token, its bytes as letters (GPT-2's visible letter for each byte); of an
 *     added token, the text itself
 * @param merges pairs that become one token, the first learned first
 * @param added tokens that stand for a text as a whole and are never cut, such as {@code <|endoftext|>}
 * @param prefixSpace whether a space is put before a text that begins with none
 * @param splitsWords whether a text is cut into words first (GPT-2's pattern)
 */
public record BytePairs(
        List<String> tokens, List<Merge> merges, Set<Integer> added, boolean prefixSpace, boolean splitsWords) {
    /** The most tokens of a vocabulary. */
    public static final int MOST_TOKENS = 1 << 20;

    /**
     * Two neighbours that become one token.
     *
     * @param left token before
     * @param right token after
     * @param joined the token that both become
     */
    public record Merge(int left, int right, int joined) {}

    /**
     * @throws InvalidInput if there are no tokens or too many, two of the same text, one with other letters than those of
     *     bytes, or a merge that names no token, is there twice, or whose parts do not make up its token
     */
    public BytePairs {
        tokens = List.copyOf(tokens);
        merges = List.copyOf(merges);
        added = Set.copyOf(added);
        if (tokens.isEmpty() || tokens.size() > MOST_TOKENS) {
            throw refusal("", "it has " + tokens.size() + " tokens, and 1 to " + MOST_TOKENS + " are allowed");
        }
        Map<String, Integer> known = new HashMap<>(2 * tokens.size());
        for (int token = 0; token < tokens.size(); token++) {
            String text = tokens.get(token);
            if (text.isEmpty()) {
                throw refusal("token " + token, "its text is empty");
            }
            Integer before = known.putIfAbsent(text, token);
            if (before != null) {
                throw refusal("token " + token, "its text is that of token " + before);
            }
            if (!added.contains(token) && !ByteLetters.isAll(text)) {
                throw refusal("token " + token, "its text holds a letter that stands for no byte");
            }
        }
        for (int token : added) {
            if (token < 0 || token >= tokens.size()) {
                throw refusal("added token " + token, "the tokens are 0 … " + (tokens.size() - 1));
            }
        }
        checkMerges(tokens, merges);
    }

    private static void checkMerges(List<String> tokens, List<Merge> merges) {
        Set<Long> pairs = new HashSet<>(2 * merges.size());
        for (int rank = 0; rank < merges.size(); rank++) {
            Merge merge = merges.get(rank);
            for (int token : new int[] {merge.left, merge.right, merge.joined}) {
                if (token < 0 || token >= tokens.size()) {
                    throw refusal("merge " + rank, "there is no token " + token + " among " + tokens.size());
                }
            }
            if (!(tokens.get(merge.left) + tokens.get(merge.right)).equals(tokens.get(merge.joined))) {
                throw refusal(
                        "merge " + rank,
                        "tokens " + merge.left + " and " + merge.right + " do not make up token " + merge.joined);
            }
            if (!pairs.add(PairTable.pair(merge.left, merge.right))) {
                throw refusal("merge " + rank, "an earlier merge has the same two tokens");
            }
        }
    }

    private static InvalidInput refusal(String where, String why) {
        return new InvalidInput("cannot use the tokenizer", where, why);
    }
}
