package hone.app.cli;

import hone.app.Services;
import hone.app.model.Models;
import hone.app.model.OpenedModel;
import hone.engine.Cancellation;
import hone.engine.Cancelled;
import hone.engine.InvalidInput;
import hone.engine.data.DataSpec;
import hone.engine.data.Preparation;
import hone.engine.data.Split;
import hone.engine.data.token.TokenCorpus;
import hone.engine.data.token.Tokenizer;
import hone.engine.model.Architecture;
import hone.engine.model.Mlp;
import hone.engine.model.Model;
import hone.engine.model.NamedGpt;
import hone.engine.model.Task;
import hone.engine.model.Zoo;
import hone.engine.run.KernelCosts;
import hone.engine.run.Plan;
import hone.engine.run.PlanMemory;
import hone.engine.train.EpochReport;
import hone.engine.train.Initialisation;
import hone.engine.train.LanguageListener;
import hone.engine.train.LanguageSettings;
import hone.engine.train.LanguageTrainer;
import hone.engine.train.Trainer;
import hone.engine.train.TrainingFootprint;
import hone.engine.train.TrainingListener;
import hone.engine.train.TrainingSettings;
import hone.profiler.memory.MemorySampler;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** Samples the memory while a model learns for some steps, as {@code train} would have it learn; nothing is kept of it. */
final class SampledTraining {
    private static final int WINDOWS = 16;

    private final Services services;
    private final CandidateOptions candidate;
    private final int steps;
    private final Consumer<PlanMemory> heard;
    private final TerminalProgress progress;
    private final Cancellation stop;
    private final SequencedMap<String, PlanMemory> plans = new LinkedHashMap<>();
    private TrainingFootprint planned = new TrainingFootprint(0, 0, 0, 0, 0);
    private int batch;
    private long done;

    /** @param heard hears of the plan of a step before the first begins, and may refuse it */
    SampledTraining(
            Services services,
            CandidateOptions candidate,
            int steps,
            Consumer<PlanMemory> heard,
            TerminalProgress progress,
            Cancellation stop) {
        this.services = services;
        this.candidate = candidate;
        this.steps = steps;
        this.heard = heard;
        this.progress = progress;
        this.stop = stop;
    }

    /**
     * @throws InvalidInput if the model cannot be trained, or the data does not fit it
     * @throws Cancelled if it was stopped
     */
    SampledWork run() {
        ModelOptions options = candidate.model();
        Optional<FineTuning> start = start(options);
        Architecture architecture =
                start.map(from -> from.model().architecture()).orElseGet(() -> Zoo.find(options.model));
        Map<String, String> known =
                start.map(from -> from.model().artefact().provenance().facts()).orElse(Map.of());
        DataSpec data = options.dataSpec(architecture, known);
        Runnable training = architecture.task() == Task.LANGUAGE
                ? texts(start, architecture, data)
                : samples(start, architecture, data);
        try (MemorySampler sampler = MemorySampler.start(services.budget())) {
            sampler.mark("training");
            training.run();
            sampler.mark("closed");
            Map<String, Object> facts = new LinkedHashMap<>();
            facts.put("work", "training");
            facts.put("model", options.model);
            facts.put("trainingSteps", done);
            facts.put("batch", batch);
            facts.put("planned", planned);
            return new SampledWork(
                    options.model + ", " + done + (done == 1 ? " step" : " steps") + " of training, batch " + batch,
                    facts,
                    sampler.stop(),
                    plans);
        }
    }

    /** The model to start from, if it is none that the program makes anew. */
    private Optional<FineTuning> start(ModelOptions options) {
        boolean fresh =
                options.checkpoint == null && services.models().find(options.model) instanceof Models.Meaning.Named;
        if (fresh) {
            return Optional.empty();
        }
        OpenedModel opened = options.open(services, progress, stop);
        return Optional.of(FineTuning.of(opened));
    }

    private Runnable samples(Optional<FineTuning> start, Architecture named, DataSpec data) {
        Split raw = data.load(progress, stop).split(candidate.seed());
        Preparation preparation = start.map(from -> from.model().artefact().preparation())
                .filter(known -> !known.equals(Preparation.NONE))
                .orElseGet(() -> Preparation.of(raw.train()));
        Split split = preparation.apply(raw);
        Architecture architecture = start.isEmpty() && named.equals(Mlp.DIGITS)
                ? Mlp.fitting(split.train().pixelsPerImage(), split.train().outputs())
                : named;
        TrainingSettings usual = TrainingSettings.of(architecture, candidate.seed())
                .regularizing(against -> new RegularizationOptions().on(against, split.train()));
        batch = candidate.batch().orElse(usual.batch());
        TrainingSettings settings = usual.withBatch(batch).withEpochs(TrainingSettings.MAX_EPOCHS);
        Model first = start.map(from -> from.model().model())
                .orElseGet(() -> Initialisation.fresh(architecture, candidate.seed(), services.budget()));
        Trainer trainer = new Trainer(services.planner(KernelCosts.typical()), services.pool(), services.budget());
        return () -> {
            StepsOfSamples enough = new StepsOfSamples();
            try {
                trainer.train(first, split, settings, enough, enough.end);
            } catch (Cancelled e) {
                if (stop.isCancelled()) {
                    throw e;
                }
            }
        };
    }

    private Runnable texts(Optional<FineTuning> start, Architecture named, DataSpec data) {
        LanguageStart from = start.isPresent()
                ? new LanguageStart.Known(start.get())
                : new LanguageStart.Fresh(NamedGpt.parse(named.id()));
        batch = candidate.batch().orElse(WINDOWS);
        LanguageSettings settings = LanguageSettings.usual(steps, batch, from.context(), candidate.seed());
        var parts = data.loadParts();
        Tokenizer tokenizer = from.tokenizer(null, data, choice -> TokenizerChoice.make(choice, parts, progress, stop));
        TokenCorpus text = TokenCorpus.of(parts.train(), tokenizer);
        Model first = from.model(tokenizer, candidate.seed(), services);
        LanguageTrainer trainer =
                new LanguageTrainer(services.planner(KernelCosts.typical()), services.pool(), services.budget());
        return () -> trainer.train(first, text, settings, new StepsOfTexts(), stop);
    }

    private void plan(List<Plan> ofStep) {
        plans.putAll(SampledWork.ofSteps(ofStep));
        heard.accept(plans.firstEntry().getValue());
    }

    /** Ends the training of a classifier after so many steps: its settings count epochs. */
    private final class StepsOfSamples implements TrainingListener {
        private final Cancellation end = new Cancellation();

        @Override
        public void report(double fraction, String what) {}

        @Override
        public void planned(TrainingFootprint.Choice footprint) {
            planned = footprint.taken();
        }

        @Override
        public void stepPlanned(List<Plan> ofStep) {
            plan(ofStep);
        }

        @Override
        public void stepDone(long step, long all, double loss) {
            done = step;
            progress.report((double) step / steps, "training");
            if (step >= steps || stop.isCancelled()) {
                end.cancel();
            }
        }

        @Override
        public void epochDone(EpochReport report, Supplier<Model> snapshot) {}
    }

    private final class StepsOfTexts implements LanguageListener {
        @Override
        public void report(double fraction, String what) {
            ((hone.engine.Progress) progress).report(fraction, what);
        }

        @Override
        public void planned(TrainingFootprint.Choice footprint) {
            planned = footprint.taken();
        }

        @Override
        public void stepPlanned(List<Plan> ofStep) {
            plan(ofStep);
        }

        @Override
        public void stepDone(Step step, Supplier<Model> snapshot) {
            done = step.step();
        }
    }
}
