package hone.engine.data;

import hone.engine.Cancellation;
import hone.engine.Progress;
import java.nio.file.Path;

/**
 * The binary files of CIFAR-10 or CIFAR-100.
 *
 * @param format which of the two
 * @param folder that holds the files, or the folder they came in
 */
record CifarData(CifarFormat format, Path folder) implements DataSpec {
    @Override
    public String text() {
        return format.kind() + ":" + folder;
    }

    @Override
    public Corpus load(Progress progress, Cancellation cancellation) {
        return format.load(text(), folder, progress, cancellation);
    }

    @Override
    public LabelledImages loadEvaluation(Progress progress, Cancellation cancellation) {
        return format.loadTest(text(), folder, progress, cancellation);
    }
}
