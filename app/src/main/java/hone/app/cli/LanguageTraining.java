package hone.app.cli;

import hone.app.Services;
import hone.engine.Cancellation;
import hone.engine.Progress;
import hone.engine.data.DataSpec;
import hone.engine.data.TextCorpus;
import hone.engine.data.story.StoryWords;
import hone.engine.data.token.TokenCorpus;
import hone.engine.data.token.TokenWindow;
import hone.engine.data.token.Tokenizer;
import hone.engine.model.Model;
import hone.engine.run.KernelCosts;
import hone.engine.train.CurvePoint;
import hone.engine.train.LanguageJudge;
import hone.engine.train.LanguageListener;
import hone.engine.train.LanguageResult;
import hone.engine.train.LanguageSettings;
import hone.engine.train.LanguageTrainer;
import hone.engine.train.StateKeeping;
import hone.engine.train.TrainingFootprint;
import hone.engine.train.TrainingText;
import hone.profiler.quality.TextQuality;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;
import java.util.function.Supplier;

/** Trains a language model: what {@code train} does for one. */
final class LanguageTraining {
    /** Windows that a line's held-out loss is of, evenly spread; the end judges by all. */
    private static final int GLANCE = 64;

    private final Services services;
    private final PrintWriter out;
    private final TerminalProgress progress;
    private final Cancellation stop;
    private final LanguageJudge judge;
    private final TrainingJournal journal;

    LanguageTraining(
            Services services, PrintWriter out, TerminalProgress progress, Cancellation stop, TrainingJournal journal) {
        this.services = services;
        this.out = out;
        this.progress = progress;
        this.stop = stop;
        this.journal = journal;
        judge = new LanguageJudge(services.planner(KernelCosts.typical()), services.pool(), services.budget());
    }

    /**
     * Trains, prints the curve, and judges by text that took no part.
     *
     * @param start fresh weights, or a model that has its own
     * @throws hone.engine.InvalidInput if data, tokenizer, settings and model do not fit
     * @throws hone.engine.Cancelled if it was stopped
     */
    LanguageTrained train(
            LanguageStart start,
            DataSpec data,
            LanguageOptions options,
            TrainingOptions shared,
            KeepingOptions keeping,
            StateKeeping kept,
            long seed) {
        LanguageSettings settings = options.settings(start.context(), shared, seed);
        journal.begin(start.architecture().id(), data.text(), seed, settings.values());
        TextCorpus.Parts parts = data.loadParts();
        Tokenizer tokenizer = start.tokenizer(
                options.tokenizer(), data, choice -> TokenizerChoice.make(choice, parts, progress, stop));
        TokenCorpus train = TokenCorpus.of(parts.train(), tokenizer);
        TokenCorpus validation = TokenCorpus.of(parts.validation(), tokenizer);
        TokenCorpus test = TokenCorpus.of(parts.test(), tokenizer);
        List<TokenWindow> shown = spread(validation.judging(tokenizer.ending(), settings.length()));
        TrainingText text = new TrainingText(train, validation, shown);
        LanguageResult result = new LanguageTrainer(
                        services.planner(KernelCosts.typical()), services.pool(), services.budget())
                .train(start.model(tokenizer, seed, services), text, settings, kept, new Curve(keeping), stop);
        progress.end();
        return new LanguageTrained(
                result,
                tokenizer,
                settings,
                train.count(),
                quality(result.model(), validation, tokenizer, settings),
                quality(result.model(), test, tokenizer, settings),
                tokenizer instanceof StoryWords ? data.entropy() : OptionalDouble.empty(),
                start.hash());
    }

    private TextQuality quality(Model model, TokenCorpus text, Tokenizer tokenizer, LanguageSettings settings) {
        return TextQuality.of(judge.losses(model, text, text.judging(tokenizer.ending(), settings.length()), stop));
    }

    private static List<TokenWindow> spread(List<TokenWindow> windows) {
        int count = Math.min(GLANCE, windows.size());
        List<TokenWindow> some = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            some.add(windows.get((int) ((long) i * windows.size() / count)));
        }
        return some;
    }

    /** Prints a line for each twentieth of the steps. */
    private final class Curve implements LanguageListener {
        private final KeepingOptions keeping;

        Curve(KeepingOptions keeping) {
            this.keeping = keeping;
        }

        @Override
        public void report(double fraction, String what) {
            ((Progress) progress).report(fraction, what);
        }

        @Override
        public void stepDone(Step step, Supplier<Model> snapshot) {}

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
        public void pointMade(CurvePoint point, int steps) {
            journal.add(point);
            double seconds = point.nanos() / 1e9;
            progress.end();
            out.printf(
                    Locale.ROOT,
                    "step %5d of %d  loss %.4f  held out %.4f nats/token  %.1f s, about %.0f s left%n",
                    point.step(),
                    steps,
                    point.loss(),
                    point.heldOutLoss().orElseThrow(),
                    seconds,
                    seconds / point.step() * (steps - point.step()));
            out.flush();
        }
    }
}
