package hone.engine.data;

import hone.engine.InvalidInput;
import hone.engine.random.CounterRandom;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A text to learn the next token from.
 *
 * @param id where it comes from, such as {@code text:FILE}
 * @param text all of it
 */
public record TextCorpus(String id, String text) {
    /** The largest file that is read: 256 MiB. */
    public static final long MOST_BYTES = 1L << 28;

    /** The shares that nobody chose. */
    public static final double TRAIN_SHARE = 0.9;

    public static final double VALIDATION_SHARE = 0.05;

    private static final long SPLIT_STREAM = 0x5445_5854L;

    /** Text to learn from, to choose settings by, and to judge by; together they are the whole. */
    public record Parts(TextCorpus train, TextCorpus validation, TextCorpus test) {}

    /** @throws InvalidInput if the text is empty */
    public TextCorpus {
        if (text.isEmpty()) {
            throw new InvalidInput("cannot use the text", id, "it is empty");
        }
    }

    /**
     * Reads a file of strict UTF-8.
     *
     * @throws InvalidInput if it is missing, empty, too large or not UTF-8; a malformed byte is named by its offset
     * @throws hone.engine.OverBudget if it would not fit into the heap
     */
    public static TextCorpus read(String id, Path path) {
        return new TextCorpus(id, Utf8Text.read(path, "the text", MOST_BYTES));
    }

    /** {@link #TRAIN_SHARE} of the text from its start, then {@link #VALIDATION_SHARE}, then the rest. */
    public Parts byPosition() {
        return byPosition(TRAIN_SHARE, VALIDATION_SHARE);
    }

    /**
     * Cuts the text in three where it stands, between code points.
     *
     * @param train share of the characters at the start, above 0
     * @param validation share that follows, above 0; what is left is the test part
     * @throws InvalidInput if a share is out of range, or a part would be empty
     */
    public Parts byPosition(double train, double validation) {
        check(train, validation);
        int first = boundary((int) Math.round(text.length() * train));
        int second = boundary((int) Math.round(text.length() * (train + validation)));
        return parts("position", text.substring(0, first), text.substring(first, second), text.substring(second));
    }

    /**
     * Divides whole documents by a seeded shuffle; within a part they keep their order. Documents end at blank lines, or
     * where the text has none, at every line end.
     *
     * @param train share of the documents, above 0
     * @param validation share of the documents, above 0; what is left is the test part
     * @throws InvalidInput if a share is out of range, or a part would be empty
     */
    public Parts bySeed(long seed, double train, double validation) {
        check(train, validation);
        List<String> documents = documents();
        int[] order = new CounterRandom(seed, SPLIT_STREAM, 0).permutation(documents.size());
        StringBuilder[] parts = {new StringBuilder(), new StringBuilder(), new StringBuilder()};
        int[] part = new int[order.length];
        for (int i = 0; i < order.length; i++) {
            part[order[i]] = i < Math.round(order.length * train)
                    ? 0
                    : i < Math.round(order.length * (train + validation)) ? 1 : 2;
        }
        for (int document = 0; document < part.length; document++) {
            parts[part[document]].append(documents.get(document));
        }
        return parts("seed=" + seed, parts[0].toString(), parts[1].toString(), parts[2].toString());
    }

    private static void check(double train, double validation) {
        if (!(train > 0 && validation > 0 && train + validation < 1)) {
            throw new InvalidInput(
                    "cannot divide the text",
                    "",
                    "shares of " + train + " to train and " + validation
                            + " to validate are not above 0 with less than 1 together");
        }
    }

    private Parts parts(String how, String train, String validation, String test) {
        if (train.isEmpty() || validation.isEmpty() || test.isEmpty()) {
            throw new InvalidInput(
                    "cannot divide the text",
                    id,
                    "its " + text.length() + " characters would be divided into " + train.length() + ", "
                            + validation.length() + " and " + test.length());
        }
        String name = id + "#" + how;
        return new Parts(
                new TextCorpus(name + ",train", train),
                new TextCorpus(name + ",validation", validation),
                new TextCorpus(name + ",test", test));
    }

    /** The nearest place at or before {@code at} that does not cut a pair of surrogates. */
    private int boundary(int at) {
        boolean cuts = at > 0 && at < text.length() && Character.isSurrogatePair(text.charAt(at - 1), text.charAt(at));
        return cuts ? at - 1 : at;
    }

    private List<String> documents() {
        String end = text.contains("\n\n") ? "\n\n" : "\n";
        List<String> documents = new ArrayList<>();
        for (int from = 0; from < text.length(); ) {
            int found = text.indexOf(end, from);
            int to = found < 0 ? text.length() : found + end.length();
            while (to < text.length() && text.charAt(to) == '\n') {
                to++;
            }
            documents.add(text.substring(from, to));
            from = to;
        }
        return documents;
    }
}
