package hone.profiler.peer;

import hone.engine.Cancellation;
import hone.engine.Progress;
import hone.engine.data.DataSpec;
import hone.engine.data.DigitGenerator;
import hone.engine.data.Samples;
import hone.engine.data.token.TokenCorpus;
import hone.engine.data.token.TokenWindow;
import hone.engine.data.token.TokenWindows;
import hone.engine.format.Artefact;
import hone.engine.format.Checkpoints;
import hone.engine.memory.MemoryBudget;
import hone.engine.model.Architecture;
import hone.engine.model.Model;
import hone.engine.model.Task;
import hone.engine.model.Zoo;
import hone.engine.random.CounterRandom;
import hone.engine.run.ModelInput;
import hone.engine.train.Initialisation;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.List;
import java.util.stream.IntStream;

/**
 * A model of the zoo with its weights, trained where some ship and else fresh ones, and samples for it.
 *
 * @param architecture of it
 * @param model with weights
 * @param samples to compare outputs on
 * @param calibration samples that techniques may look at
 */
record ExportedModel(Architecture architecture, Model model, Samples samples, Samples calibration) {
    private static final long SEED = 3;
    private static final int DIGITS = 1_000;
    private static final int WINDOWS = 8;

    static ExportedModel of(String id, MemoryBudget budget) {
        Architecture architecture = Zoo.find(id);
        if (!Checkpoints.ships(architecture)) {
            Model fresh = Initialisation.fresh(architecture, SEED, budget);
            int size = (int) ModelInput.of(fresh.graph()).type().dim(1).max();
            return size == 784
                    ? new ExportedModel(
                            architecture,
                            fresh,
                            digits(DigitGenerator.Stream.TEST),
                            digits(DigitGenerator.Stream.TRAIN))
                    : new ExportedModel(architecture, fresh, new Noise(size, 1), new Noise(size, 2));
        }
        Artefact artefact = new Checkpoints(budget).shipped(architecture);
        Model model = artefact.setup().model();
        if (architecture.task() == Task.LANGUAGE) {
            int context = (int) ModelInput.of(model.graph()).type().dim(1).max();
            var parts = DataSpec.parse("stories:seed=" + SEED).loadParts();
            return new ExportedModel(
                    architecture,
                    model,
                    windows(TokenCorpus.of(parts.test(), artefact.tokenizer().orElseThrow()), context),
                    windows(
                            TokenCorpus.of(
                                    parts.validation(), artefact.tokenizer().orElseThrow()),
                            context));
        }
        return new ExportedModel(
                architecture, model, digits(DigitGenerator.Stream.TEST), digits(DigitGenerator.Stream.TRAIN));
    }

    private static Samples digits(DigitGenerator.Stream stream) {
        return DigitGenerator.generate(SEED, stream, 0, DIGITS, Progress.NONE, new Cancellation());
    }

    private static Samples windows(TokenCorpus text, int context) {
        List<TokenWindow> windows = IntStream.range(0, WINDOWS)
                .mapToObj(i -> new TokenWindow(i * context, context))
                .toList();
        return new TokenWindows(text, windows, context);
    }

    /**
     * Uniform numbers from -1 to 1, as normalized pixels are.
     *
     * @param sampleSize numbers of a sample
     * @param stream of the random numbers
     */
    private record Noise(int sampleSize, int stream) implements Samples {
        @Override
        public String id() {
            return "noise:" + stream;
        }

        @Override
        public int count() {
            return 64;
        }

        @Override
        public String hash() {
            return id() + ":" + sampleSize;
        }

        @Override
        public void copyInto(int from, int count, MemorySegment batch) {
            for (int i = 0; i < count; i++) {
                CounterRandom random = new CounterRandom(SEED, stream, from + i);
                for (int p = 0; p < sampleSize; p++) {
                    batch.setAtIndex(ValueLayout.JAVA_FLOAT, (long) i * sampleSize + p, (float) random.uniform(-1, 1));
                }
            }
        }
    }
}
