package hone.engine.data;

import hone.engine.Cancellation;
import hone.engine.InvalidInput;
import hone.engine.Progress;
import java.nio.file.Path;

/**
 * A text file: it has no labels, and language models learn from it through {@link #loadText}.
 *
 * @param file of UTF-8
 */
record TextData(Path file) implements DataSpec {
    @Override
    public String text() {
        return "text:" + file;
    }

    @Override
    public TextCorpus loadText() {
        return TextCorpus.read(text(), file);
    }

    @Override
    public Corpus load(Progress progress, Cancellation cancellation) {
        throw unlabelled();
    }

    @Override
    public LabelledImages loadEvaluation(Progress progress, Cancellation cancellation) {
        throw unlabelled();
    }

    private InvalidInput unlabelled() {
        return new InvalidInput(
                "cannot use the data", text(), "a text has no labels, and this model answers with classes");
    }
}
