package hone.engine.train;

import hone.engine.Cancellation;
import hone.engine.data.token.TokenCorpus;
import hone.engine.memory.MemoryRegion;
import hone.engine.model.Gpt;
import hone.engine.run.Bindings;
import hone.engine.tensor.DType;
import hone.engine.tensor.Shape;
import hone.engine.tensor.Tensor;

/** The windows of one step of a language model: from random places of the text, which (seed, step, window) decide. */
final class TextWindows implements StepSamples {
    private final TokenCorpus text;
    private final LanguageSettings settings;
    private final Tensor ids;
    private final Tensor labels;
    private final Tensor position;

    /** @param region where the windows live */
    TextWindows(TokenCorpus text, LanguageSettings settings, MemoryRegion region) {
        this.text = text;
        this.settings = settings;
        Shape windows = Shape.of(settings.batch(), settings.length());
        ids = region.tensor(DType.I32, windows);
        labels = region.tensor(DType.I32, windows);
        position = region.tensor(DType.I32, Shape.of(1));
    }

    @Override
    public long steps() {
        return settings.steps();
    }

    @Override
    public int count(long step) {
        return settings.batch();
    }

    @Override
    public void load(long step, int first, int count, Cancellation stop) {
        int length = settings.length();
        for (int row = 0; row < count; row++) {
            int start = text.randomStart(length, settings.seed(), step, first + row);
            text.copyWindow(start, length, row, ids.segment(), labels.segment());
        }
    }

    @Override
    public void bind(Bindings bindings, int count) {
        bindings.input(Gpt.IDS, ids.firstRows(count))
                .input(Gpt.POSITION, position)
                .input(ClassificationLoss.LABELS, labels.firstRows(count));
    }

    @Override
    public double right(int count, float loss) {
        return 0;
    }
}
