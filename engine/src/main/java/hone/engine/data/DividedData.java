package hone.engine.data;

import hone.engine.Cancellation;
import hone.engine.InvalidInput;
import hone.engine.Progress;
import java.nio.file.Path;

/**
 * Data that a file divides into training and test samples, whatever division it comes with.
 *
 * @param data all of it
 * @param split the file; {@link SplitFile} says what is in it
 */
record DividedData(DataSpec data, Path split) implements DataSpec {
    static final String OPTION = ",split=";

    /** @throws InvalidInput if the data is divided by a file already */
    DividedData {
        if (data instanceof DividedData) {
            throw new InvalidInput("cannot divide the data", data.text(), "it is divided by a file already");
        }
    }

    @Override
    public String text() {
        return data.text() + OPTION + split;
    }

    @Override
    public DataSpec undivided() {
        return data;
    }

    @Override
    public DataSpec readAs(TableForm table) {
        return new DividedData(data.readAs(table), split);
    }

    @Override
    public Corpus load(Progress progress, Cancellation cancellation) {
        Corpus whole = data.load(progress, cancellation);
        return new Corpus.Divided(whole.id() + OPTION + split, SplitFile.apply(whole.id(), split, whole.all()));
    }

    @Override
    public LabelledImages loadEvaluation(Progress progress, Cancellation cancellation) {
        return load(progress, cancellation).evaluation();
    }
}
