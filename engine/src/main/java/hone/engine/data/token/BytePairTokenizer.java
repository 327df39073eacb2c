package hone.engine.data.token;

import hone.engine.InvalidInput;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Byte-level byte-pair encoding: a text is cut into words, each word starts as its bytes, and pairs of neighbours are
 * merged, the earliest learned merge first, until none is left that was learned. Every text can be written, since every
 * byte is a token.
 *
 * <p>Sources: R. Sennrich, B. Haddow and A. Birch, "Neural Machine Translation of Rare Words with Subword Units", 2016;
 * A. Radford et al., "Language Models are Unsupervised Multitask Learners", 2019.
 */
public final class BytePairTokenizer implements Tokenizer {
    private static final String END_OF_TEXT = "<|endoftext|>";
    private static final int MOST_REMEMBERED = 1 << 16;

    private final BytePairs pairs;
    private final byte[][] bytes;
    /** The token of each single byte, or -1. */
    private final int[] single = new int[ByteTokenizer.BYTES];

    private final PairTable merges;
    private final Map<String, Integer> added = new HashMap<>();
    private final @Nullable Pattern addedTexts;

    /** @param pairs the vocabulary and the merges */
    public BytePairTokenizer(BytePairs pairs) {
        this.pairs = pairs;
        bytes = new byte[pairs.tokens().size()][];
        Arrays.fill(single, -1);
        for (int token = 0; token < bytes.length; token++) {
            String text = pairs.tokens().get(token);
            if (pairs.added().contains(token)) {
                added.put(text, token);
                bytes[token] = text.getBytes(StandardCharsets.UTF_8);
            } else {
                bytes[token] = ByteLetters.bytesOf(text);
                if (bytes[token].length == 1) {
                    single[Byte.toUnsignedInt(bytes[token][0])] = token;
                }
            }
        }
        merges = new PairTable(pairs.merges().size());
        for (int rank = 0; rank < pairs.merges().size(); rank++) {
            BytePairs.Merge merge = pairs.merges().get(rank);
            merges.put(PairTable.pair(merge.left(), merge.right()), rank, merge.joined());
        }
        // Of two added tokens that both match, the longer one is meant.
        addedTexts = added.isEmpty()
                ? null
                : Pattern.compile(added.keySet().stream()
                        .sorted((a, b) -> b.length() != a.length() ? b.length() - a.length() : a.compareTo(b))
                        .map(Pattern::quote)
                        .collect(Collectors.joining("|")));
    }

    /** What the tokenizer knows, for saving. */
    public BytePairs pairs() {
        return pairs;
    }

    @Override
    public int vocabularySize() {
        return bytes.length;
    }

    /** The added token that GPT-2 and its kind put between texts, where the vocabulary has it. */
    @Override
    public OptionalInt ending() {
        Integer end = added.get(END_OF_TEXT);
        return end == null ? OptionalInt.empty() : OptionalInt.of(end);
    }

    /** An empty text begins where the one before it ended. */
    @Override
    public int[] prompt(String text) {
        return text.isEmpty() && ending().isPresent() ? new int[] {ending().getAsInt()} : encode(text);
    }

    @Override
    public byte[] bytes(int token) {
        return bytes[TokenRange.check(token, bytes.length)].clone();
    }

    /**
     * @throws InvalidInput if the text needs a byte that the vocabulary lacks, which no vocabulary that was trained here
     *     does
     */
    @Override
    public int[] encode(String text) {
        TokenList tokens = new TokenList();
        Map<String, int[]> remembered = new HashMap<>();
        int from = 0;
        if (addedTexts != null) {
            Matcher matcher = addedTexts.matcher(text);
            while (matcher.find()) {
                encode(text.substring(from, matcher.start()), remembered, tokens);
                tokens.add(added.getOrDefault(matcher.group(), -1));
                from = matcher.end();
            }
        }
        encode(text.substring(from), remembered, tokens);
        return tokens.toArray();
    }

    private void encode(String text, Map<String, int[]> remembered, TokenList tokens) {
        if (text.isEmpty()) {
            return;
        }
        String whole = pairs.prefixSpace() && !text.startsWith(" ") ? " " + text : text;
        for (String word : words(whole)) {
            int[] known = remembered.get(word);
            if (known == null) {
                known = WordMerge.of(singles(word), merges);
                if (remembered.size() < MOST_REMEMBERED) {
                    remembered.put(word, known);
                }
            }
            tokens.addAll(known);
        }
    }

    private List<String> words(String text) {
        if (!pairs.splitsWords()) {
            return List.of(text);
        }
        List<String> words = new ArrayList<>();
        WordSplit.each(text, words::add);
        return words;
    }

    private int[] singles(String word) {
        byte[] utf8 = word.getBytes(StandardCharsets.UTF_8);
        int[] tokens = new int[utf8.length];
        for (int i = 0; i < utf8.length; i++) {
            tokens[i] = single[Byte.toUnsignedInt(utf8[i])];
            if (tokens[i] < 0) {
                throw new InvalidInput(
                        "cannot encode the text",
                        "",
                        String.format("the vocabulary has no token for the byte 0x%02x", utf8[i]));
            }
        }
        return tokens;
    }
}
