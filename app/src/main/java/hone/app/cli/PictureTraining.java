package hone.app.cli;

import hone.app.Services;
import hone.engine.Cancellation;
import hone.engine.InvalidInput;
import hone.engine.data.Corpus;
import hone.engine.data.LabelledImages;
import hone.engine.data.Preparation;
import hone.engine.data.Split;
import hone.engine.model.Architecture;
import hone.engine.model.Mlp;
import hone.engine.model.Model;
import hone.engine.run.KernelCosts;
import hone.engine.train.EpochReport;
import hone.engine.train.Initialisation;
import hone.engine.train.StateKeeping;
import hone.engine.train.Trainer;
import hone.engine.train.TrainingFootprint;
import hone.engine.train.TrainingListener;
import hone.engine.train.TrainingResult;
import hone.engine.train.TrainingSettings;
import hone.profiler.report.Quality;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/** Trains a classifier, or a model of measures: what {@code train} does for one. */
final class PictureTraining {
    private final TrainingData data;
    private final TrainingOptions options;
    private final KeepingOptions keeping;
    private final PrintWriter out;
    private final TerminalProgress progress;
    private final Cancellation stop;
    private final TrainingJournal journal;

    PictureTraining(
            TrainingData data,
            TrainingOptions options,
            KeepingOptions keeping,
            PrintWriter out,
            TerminalProgress progress,
            Cancellation stop,
            TrainingJournal journal) {
        this.data = data;
        this.options = options;
        this.keeping = keeping;
        this.out = out;
        this.progress = progress;
        this.stop = stop;
        this.journal = journal;
    }

    /** The settings of a model before its data is known. */
    TrainingSettings settings(Architecture architecture, long seed) {
        Integer epochs = data.epochs();
        TrainingSettings usual = TrainingSettings.of(architecture, seed);
        return options.on(epochs == null ? usual : usual.withEpochs(epochs));
    }

    /**
     * Trains from fresh weights, or those of a model, prints a line for each epoch, and judges by samples that took no part.
     *
     * @param start the model to start from, if it is none of the program's
     *
     * @throws InvalidInput if data, settings and model do not fit
     * @throws hone.engine.Cancelled if it was stopped
     */
    Trained train(Services services, Architecture named, Optional<FineTuning> start, StateKeeping kept, long seed) {
        Map<String, String> facts =
                start.map(from -> from.model().artefact().provenance().facts()).orElse(Map.of());
        Corpus corpus = data.dataSpec(named, facts).load(progress, stop);
        Integer count = data.train();
        Split raw = count == null ? corpus.split(seed) : split(corpus, count, seed);
        Preparation preparation = start.map(from -> from.model().artefact().preparation())
                .filter(known -> !known.equals(Preparation.NONE))
                .orElseGet(() -> Preparation.of(raw.train()));
        Split split = preparation.apply(raw);
        Architecture architecture = start.isPresent() ? named : fitting(named, split.train());
        TrainingSettings settings = settings(architecture, seed)
                .regularizing(against -> options.regularization().on(against, split.train()));
        journal.begin(architecture.id(), corpus.id(), seed, settings.values());
        Trainer trainer = new Trainer(services.planner(KernelCosts.typical()), services.pool(), services.budget());
        Model first = start.map(from -> from.model().model())
                .orElseGet(() -> Initialisation.fresh(architecture, seed, services.budget()));
        TrainingResult result = trainer.train(
                first, split, settings, kept, new Epochs(split.test().measured()), stop);
        progress.end();
        Quality quality = Evaluation.of(services, architecture, result.model(), split.test(), stop)
                .quality();
        return new Trained(result, settings, corpus.id(), raw, preparation, quality, start.map(FineTuning::hash));
    }

    private static Split split(Corpus corpus, int count, long seed) {
        if (count < 1 || count >= corpus.all().count()) {
            throw new InvalidInput(
                    "there must be samples to train with and samples to test with",
                    "--train " + count,
                    "the data has " + corpus.all().count());
        }
        return corpus.split(seed, count);
    }

    /** The model named mlp takes its ends from the data; any other is what its name says. */
    private static Architecture fitting(Architecture named, LabelledImages samples) {
        return named.equals(Mlp.DIGITS) ? Mlp.fitting(samples.pixelsPerImage(), samples.outputs()) : named;
    }

    /** Prints a line for each epoch. */
    private final class Epochs implements TrainingListener {
        private final boolean measured;

        Epochs(boolean measured) {
            this.measured = measured;
        }

        @Override
        public void report(double fraction, String what) {
            progress.report(fraction, what);
        }

        @Override
        public void planned(TrainingFootprint.Choice footprint) {
            journal.planned(footprint);
            FootprintText.print(out, footprint);
        }

        @Override
        public void stateSaved(Path file, long step) {
            keeping.saved(file, step);
        }

        @Override
        public void epochDone(EpochReport epoch, Supplier<Model> snapshot) {
            journal.add(epoch);
            progress.end();
            String right = measured ? "R² %.4f" : "accuracy %.2f %%";
            StringBuilder line = new StringBuilder(String.format(
                    Locale.ROOT,
                    "epoch %2d of %d  loss %.4f  " + right,
                    epoch.epoch(),
                    epoch.epochs(),
                    epoch.loss(),
                    (measured ? 1 : 100) * epoch.accuracy()));
            epoch.heldOutLoss()
                    .ifPresent(loss -> line.append(String.format(
                            Locale.ROOT,
                            "  held out %.4f, " + right,
                            loss,
                            (measured ? 1 : 100) * epoch.heldOutAccuracy().orElse(0))));
            line.append(String.format(
                    Locale.ROOT, "  %.1f s, about %.0f s left", epoch.elapsedSeconds(), epoch.remainingSeconds()));
            out.println(line);
            out.flush();
        }
    }
}
