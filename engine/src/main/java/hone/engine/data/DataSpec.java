package hone.engine.data;

import hone.engine.Cancellation;
import hone.engine.InvalidInput;
import hone.engine.Progress;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalDouble;

/**
 * A person's choice of data, in its one text form: {@code generated}, {@code generated:seed=7}, {@code idx:FOLDER},
 * {@code csv:FILE}, … Any of them may end in {@code ,split=FILE}. Parsing touches no file; loading does.
 */
public sealed interface DataSpec
        permits DataSpec.Generated,
                DataSpec.Idx,
                CsvData,
                CifarData,
                ImageFolderData,
                TextData,
                StoryData,
                DividedData,
                PreparedData {
    /** Digits of our own, drawn by {@link DigitGenerator}: 20,000 to train and 4,000 to test. */
    record Generated(long seed) implements DataSpec {
        @Override
        public String text() {
            return "generated:seed=" + seed;
        }

        @Override
        public Corpus load(Progress progress, Cancellation cancellation) {
            Progress training = (done, what) -> progress.report(done * 5 / 6, what);
            Progress testing = (done, what) -> progress.report((5 + done) / 6, what);
            return new Corpus.Divided(
                    text(),
                    new Split(
                            DigitGenerator.train(seed, training, cancellation),
                            DigitGenerator.test(seed, testing, cancellation)));
        }

        @Override
        public LabelledImages loadEvaluation(Progress progress, Cancellation cancellation) {
            return DigitGenerator.test(seed, progress, cancellation);
        }
    }

    /** A folder with images and labels in the IDX format of MNIST; {@link IdxFolder} says which files it takes. */
    record Idx(Path folder) implements DataSpec {
        @Override
        public String text() {
            return "idx:" + folder;
        }

        @Override
        public Corpus load(Progress progress, Cancellation cancellation) {
            return IdxFolder.find(text(), folder).load(progress, cancellation);
        }

        @Override
        public LabelledImages loadEvaluation(Progress progress, Cancellation cancellation) {
            return IdxFolder.find(text(), folder).loadEvaluation(progress, cancellation);
        }
    }

    /** The seed of {@code generated} where none is given. */
    long DEFAULT_SEED = 1;

    /** What a person may write. */
    String ACCEPTED = "write generated, generated:seed=NUMBER, idx:FOLDER, csv:FILE, images:FOLDER,"
            + " cifar10:FOLDER, cifar100:FOLDER, text:FILE, stories or stories:seed=NUMBER";

    /**
     * Reads the text form.
     *
     * @throws InvalidInput if it is none of the accepted forms
     */
    static DataSpec parse(String text) {
        int split = text.lastIndexOf(DividedData.OPTION);
        if (split >= 0) {
            return parse(text.substring(0, split))
                    .dividedBy(DataOptions.parse(":" + text.substring(split + 7), List.of())
                            .path());
        }
        return switch (text.substring(0, text.indexOf(':') + 1)) {
            case "csv:" -> CsvData.parse(text);
            case "images:" -> ImageFolderData.parse(text);
            case "cifar10:" ->
                new CifarData(
                        CifarFormat.CIFAR10, DataOptions.parse(text, List.of()).path());
            case "cifar100:" ->
                new CifarData(
                        CifarFormat.CIFAR100, DataOptions.parse(text, List.of()).path());
            case "text:" -> new TextData(DataOptions.parse(text, List.of()).path());
            default -> parseFirst(text);
        };
    }

    private static DataSpec parseFirst(String text) {
        if (StoryData.is(text)) {
            return StoryData.parse(text);
        }
        if (text.equals("generated")) {
            return new Generated(DEFAULT_SEED);
        }
        if (text.startsWith("generated:seed=")) {
            return new Generated(parseSeed(text));
        }
        if (text.startsWith("idx:") && text.length() > "idx:".length()) {
            return new Idx(parseFolder(text));
        }
        throw new InvalidInput("cannot use the data", "\"" + text + "\"", "no such source is known", ACCEPTED);
    }

    private static long parseSeed(String text) {
        try {
            return Long.parseLong(text.substring("generated:seed=".length()));
        } catch (NumberFormatException _) {
            throw new InvalidInput(
                    "cannot use the data", "\"" + text + "\"", "the seed is not a 64-bit whole number", ACCEPTED);
        }
    }

    private static Path parseFolder(String text) {
        try {
            return Path.of(text.substring("idx:".length()));
        } catch (InvalidPathException e) {
            throw new InvalidInput("cannot use the data", "\"" + text + "\"", "not a path: " + e.getReason(), ACCEPTED);
        }
    }

    /** The text form; {@link #parse} reads it back. */
    String text();

    /**
     * The same data, divided by a file of indices.
     *
     * @throws InvalidInput if a file divides it already
     */
    default DataSpec dividedBy(Path split) {
        return new DividedData(this, split);
    }

    /** The same data without a file that divides it. */
    default DataSpec undivided() {
        return this;
    }

    /** The same data as a model must see it that was trained on data so prepared. */
    default DataSpec preparedAs(Preparation preparation) {
        return preparation.equals(Preparation.NONE) ? this : new PreparedData(this, preparation);
    }

    /** The same data, its columns read as another table's were; only a table has columns. */
    default DataSpec readAs(TableForm table) {
        return this;
    }

    /**
     * Reads the text that language models learn from.
     *
     * @throws InvalidInput if this is no text, or the file is missing, empty, too large or not UTF-8
     */
    default TextCorpus loadText() {
        throw new InvalidInput("cannot use the data", text(), "it is no text", "write stories or text:FILE");
    }

    /**
     * Reads the text that language models learn from, in three parts; it throws as {@link #loadText} does. A file is cut where
     * it stands, in the shares of {@link TextCorpus#byPosition()}.
     */
    default TextCorpus.Parts loadParts() {
        return loadText().byPosition();
    }

    /**
     * The entropy of the text that judges, in nats a token of its own vocabulary, where it is known because a generator chose
     * the text: no model can do better on average. Empty for all else.
     */
    default OptionalDouble entropy() {
        return OptionalDouble.empty();
    }

    /**
     * Reads or generates everything.
     *
     * @throws InvalidInput if a file is missing or damaged
     * @throws hone.engine.OverBudget if the pictures would not fit into the heap
     * @throws hone.engine.Cancelled if cancelled
     */
    Corpus load(Progress progress, Cancellation cancellation);

    /** Reads or generates only {@link Corpus#evaluation}, which is quicker; it throws as {@link #load} does. */
    LabelledImages loadEvaluation(Progress progress, Cancellation cancellation);
}
