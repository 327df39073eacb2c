package hone.engine.data;

import hone.engine.Cancellation;
import hone.engine.Progress;
import java.nio.file.Path;
import java.util.OptionalDouble;

/**
 * Data as a model must see it that was trained on data so prepared.
 *
 * @param data as a person chose it
 * @param preparation of the model
 */
record PreparedData(DataSpec data, Preparation preparation) implements DataSpec {
    @Override
    public String text() {
        return data.text();
    }

    @Override
    public DataSpec dividedBy(Path split) {
        return new PreparedData(data.dividedBy(split), preparation);
    }

    @Override
    public TextCorpus loadText() {
        return data.loadText();
    }

    @Override
    public TextCorpus.Parts loadParts() {
        return data.loadParts();
    }

    @Override
    public OptionalDouble entropy() {
        return data.entropy();
    }

    @Override
    public Corpus load(Progress progress, Cancellation cancellation) {
        return switch (columns().load(progress, cancellation)) {
            case Corpus.Divided(String id, Split parts) -> new Corpus.Divided(id, preparation.apply(parts));
            case Corpus.Whole(LabelledImages all) -> new Corpus.Whole(preparation.apply(all));
        };
    }

    @Override
    public LabelledImages loadEvaluation(Progress progress, Cancellation cancellation) {
        return preparation.apply(columns().loadEvaluation(progress, cancellation));
    }

    private DataSpec columns() {
        return preparation.table().map(data::readAs).orElse(data);
    }
}
