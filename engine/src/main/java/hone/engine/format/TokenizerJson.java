package hone.engine.format;

import hone.engine.InvalidInput;
import hone.engine.OverBudget;
import hone.engine.data.Utf8Text;
import hone.engine.data.token.BytePairTokenizer;
import hone.engine.data.token.BytePairs;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/**
 * The common {@code tokenizer.json} form of byte-level BPE tokenizers: {@code model.type} "BPE" with {@code vocab} and
 * {@code merges}, the "ByteLevel" pre-tokenizer, and {@code added_tokens}.
 *
 * <p>What would make another tokenizer than ours is refused by name rather than passed over: normalizers, other
 * pre-tokenizers, prefixes of subwords, a fallback for unknown characters.
 */
public final class TokenizerJson {
    /** The largest file that is read: 64 MiB, several times that of a vocabulary of 256,000. */
    public static final long MOST_BYTES = 64L << 20;

    /** A token has at most so many letters, one for each of its bytes. */
    private static final int LONGEST_TOKEN = 1 << 16;

    /** What a token or a merge takes in the heap while the tokenizer is made, in maps and lists of several kinds. */
    private static final long ENTRY_BYTES = 400;

    private final String where;
    private final TokenizerJsonSource source;
    private final TreeMap<Integer, String> tokens = new TreeMap<>();
    private final Map<String, Integer> byText = new HashMap<>();
    private final Set<Integer> added = new HashSet<>();

    private TokenizerJson(String where, String text) {
        this.where = where;
        this.source = new TokenizerJsonSource(where, text);
    }

    /**
     * Reads a tokenizer.
     *
     * @throws InvalidInput if the file is missing, too large, not JSON of this form, asks for what is not supported, or
     *     its vocabulary or merges contradict themselves; the sentence names the place
     * @throws hone.engine.OverBudget if the file would not fit into the heap
     */
    public static BytePairTokenizer load(Path path) {
        return parse(path.toString(), Utf8Text.read(path, "the tokenizer", MOST_BYTES));
    }

    /**
     * Reads a tokenizer from a text of the same form; it throws as {@link #load} does.
     *
     * @param where for messages
     */
    static BytePairTokenizer parse(String where, String text) {
        try {
            return new TokenizerJson(where, text).tokenizer();
        } catch (JacksonException e) {
            throw refusal(where + place(e), JsonReason.of(e));
        }
    }

    /**
     * Writes a tokenizer; {@link #load} reads the same one back.
     *
     * @throws InvalidInput if the file cannot be written; what was there is unharmed
     */
    public static void save(BytePairTokenizer tokenizer, Path path) {
        AtomicFile.writeText(path, TokenizerJsonText.of(tokenizer.pairs()));
    }

    private BytePairTokenizer tokenizer() {
        JsonNode root = source.besideLists((token, id) -> put(number(id, "model.vocab " + quoted(token)), token));
        JsonNode model = root.path("model");
        if (!model.isObject()) {
            throw refusal(where, "it holds no object \"model\"");
        }
        requireText(model.path("type"), "model.type", "BPE");
        requireAbsent(root, "normalizer");
        requireAbsent(model, "unk_token");
        requireAbsent(model, "dropout");
        requireAbsent(model, "continuing_subword_prefix");
        requireAbsent(model, "end_of_word_suffix");
        requireAbsent(model, "byte_fallback");
        requireAbsent(model, "ignore_merges");
        JsonNode splitter = root.path("pre_tokenizer");
        requireText(splitter.path("type"), "pre_tokenizer.type", "ByteLevel");
        if (tokens.isEmpty()) {
            throw refusal(where, "model.vocab is not an object with tokens");
        }
        readAdded(root.path("added_tokens"));
        checkNoGap();
        List<BytePairs.Merge> merges = readMerges();
        try {
            return new BytePairTokenizer(new BytePairs(
                    List.copyOf(tokens.values()),
                    merges,
                    added,
                    flag(splitter, "add_prefix_space", true),
                    flag(splitter, "use_regex", true)));
        } catch (InvalidInput e) {
            throw refusal(where + (e.where().isEmpty() ? "" : ", " + e.where()), e.why());
        }
    }

    private void readAdded(JsonNode list) {
        if (list.isMissingNode() || list.isNull()) {
            return;
        }
        if (!list.isArray()) {
            throw refusal(where, "added_tokens is not a list");
        }
        for (JsonNode entry : list) {
            String place = "added_tokens[" + added.size() + "]";
            JsonNode content = entry.path("content");
            if (!content.isString() || content.stringValue().isEmpty()) {
                throw refusal(where + ", " + place, "it has no text \"content\"");
            }
            for (String option : new String[] {"single_word", "lstrip", "rstrip"}) {
                if (flag(entry, option, false)) {
                    throw refusal(where + ", " + place, option + " is not supported");
                }
            }
            int id = number(entry.path("id"), place + ".id");
            if (!content.stringValue().equals(tokens.get(id))) {
                put(id, content.stringValue());
            }
            if (!added.add(id)) {
                throw refusal(where + ", " + place, "an earlier added token has the same id " + id);
            }
        }
    }

    private void put(int id, String text) {
        requireHeap(tokens.size() + 1L);
        if (text.length() > LONGEST_TOKEN) {
            throw refusal(
                    where + ", token " + id,
                    "its " + text.length() + " letters are above the limit of " + LONGEST_TOKEN);
        }
        String before = tokens.putIfAbsent(id, text);
        if (before != null) {
            throw refusal(
                    where + ", token " + quoted(text), "its id " + id + " is that of " + quoted(before) + " already");
        }
        Integer other = byText.putIfAbsent(text, id);
        if (other != null) {
            throw refusal(where + ", token " + quoted(text), "it has two ids, " + other + " and " + id);
        }
    }

    private void checkNoGap() {
        int expected = 0;
        for (int id : tokens.keySet()) {
            if (id != expected) {
                throw refusal(
                        where + ", model.vocab",
                        "the ids have a gap: of " + tokens.size() + " tokens none has the id " + expected);
            }
            expected++;
        }
    }

    private void requireHeap(long entries) {
        long heap = Runtime.getRuntime().maxMemory();
        if (entries * ENTRY_BYTES > heap / 2) {
            throw new OverBudget(
                    "reading " + where, entries * ENTRY_BYTES, heap / 2, "start Hone with a larger heap (-Xmx)");
        }
    }

    private List<BytePairs.Merge> readMerges() {
        List<BytePairs.Merge> merges = new ArrayList<>();
        source.merges((left, right) -> {
            requireHeap(tokens.size() + merges.size() + 1L);
            String place = "model.merges[" + merges.size() + "]";
            merges.add(new BytePairs.Merge(token(left, place), token(right, place), token(left + right, place)));
        });
        return merges;
    }

    private int token(String text, String place) {
        Integer id = byText.get(text);
        if (id == null) {
            throw refusal(where + ", " + place, "the vocabulary has no token " + quoted(text));
        }
        return id;
    }

    private int number(JsonNode node, String place) {
        if (!node.isIntegralNumber()
                || !node.canConvertToInt()
                || node.intValue() < 0
                || node.intValue() >= BytePairs.MOST_TOKENS) {
            throw refusal(
                    where + ", " + place,
                    "the id " + quoted(node.toString()) + " is not a whole number from 0 to "
                            + (BytePairs.MOST_TOKENS - 1));
        }
        return node.intValue();
    }

    private boolean flag(JsonNode node, String name, boolean absent) {
        JsonNode value = node.path(name);
        if (value.isMissingNode()) {
            return absent;
        }
        if (!value.isBoolean()) {
            throw refusal(where, quoted(name) + " is neither true nor false");
        }
        return value.booleanValue();
    }

    private void requireText(JsonNode node, String name, String expected) {
        if (!node.isString() || !node.stringValue().equals(expected)) {
            String found = node.isMissingNode() ? "missing" : quoted(node.toString());
            throw refusal(where, name + " is " + found + "; only \"" + expected + "\" is supported");
        }
    }

    private void requireAbsent(JsonNode node, String name) {
        JsonNode value = node.path(name);
        boolean absent = value.isMissingNode()
                || value.isNull()
                || (value.isBoolean() && !value.booleanValue())
                || (value.isString() && value.stringValue().isEmpty());
        if (!absent) {
            throw refusal(where, name + " is " + quoted(value.toString()) + ", which is not supported");
        }
    }

    /** A stranger's text for a sentence: of bounded length, on one line. */
    private static String quoted(String text) {
        String shown = text.length() > 40 ? text.substring(0, 40) + "…" : text;
        return '"' + JsonReason.shortened(shown, 41).replaceAll("^\"|\"$", "") + '"';
    }

    private static String place(JacksonException e) {
        var location = e.getLocation();
        return location == null ? "" : ", line " + location.getLineNr() + ", column " + location.getColumnNr();
    }

    static InvalidInput refusal(String where, String why) {
        return new InvalidInput("cannot read the tokenizer", where, why);
    }
}
