package hone.app.cli;

import hone.app.Judgeable;
import hone.app.Services;
import hone.engine.Cancellation;
import hone.engine.InvalidInput;
import hone.engine.data.Augmentation;
import hone.engine.data.Corpus;
import hone.engine.data.DataSpec;
import hone.engine.data.LabelledImages;
import hone.engine.data.Preparation;
import hone.engine.data.Split;
import hone.engine.format.Artefact;
import hone.engine.format.Provenance;
import hone.engine.memory.Category;
import hone.engine.memory.MemoryRegion;
import hone.engine.model.Architecture;
import hone.engine.model.Mlp;
import hone.engine.model.Model;
import hone.engine.model.NamedGpt;
import hone.engine.model.Task;
import hone.engine.run.KernelCosts;
import hone.engine.run.PlanRequest;
import hone.engine.technique.Recipe;
import hone.engine.technique.Setup;
import hone.engine.train.EpochReport;
import hone.engine.train.Trainer;
import hone.engine.train.TrainingListener;
import hone.engine.train.TrainingResult;
import hone.engine.train.TrainingSettings;
import hone.profiler.report.Quality;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Trains a model in the engine and saves it. */
@Command(
        name = "train",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        description = {
            "Train a model from fresh weights and test it on samples it has not seen.",
            "The same data, seed and options give the same weights to the bit, whatever the number of cores."
        })
final class TrainCommand implements Callable<Integer> {
    @Mixin
    private final TrainingData model = new TrainingData();

    @Mixin
    private final LanguageOptions language = new LanguageOptions();

    @Option(
            names = "--train",
            paramLabel = "N",
            description = "the first N samples of the seeded shuffle train, the rest test"
                    + " (default: the data's own division, or four fifths)")
    private @Nullable Integer train;

    @Option(
            names = "--epochs",
            paramLabel = "N",
            description = "passes over the training samples (default: the model's)")
    private @Nullable Integer epochs;

    @Option(names = "--seed", paramLabel = "S", defaultValue = "1", description = "(default: ${DEFAULT-VALUE})")
    private long seed = 1;

    @Option(names = "--out", paramLabel = "FILE", description = "where the trained model goes")
    private @Nullable String out;

    @Option(names = "--json", paramLabel = "FILE", description = "also write the result as JSON")
    private @Nullable String json;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() {
        Architecture named = model.architecture();
        if (named.task() == Task.LANGUAGE) {
            return trainLanguage(NamedGpt.parse(named.id()));
        }
        language.refuseAll(named.id());
        if (train != null && model.split != null) {
            throw new InvalidInput("the data can be divided in one way only", "", "--train and --split are both given");
        }
        Optional<Path> file = OutputFile.check("--out", out);
        OutputFile.check("--json", json);
        TrainingSettings settings = settingsOf(named);
        Cancellation stop = Interruption.stop();
        TerminalProgress progress = new TerminalProgress(spec.commandLine().getErr());
        Corpus corpus = model.dataSpec().load(progress, stop);
        Split raw = train == null ? corpus.split(seed) : split(corpus, train);
        Preparation preparation = Preparation.of(raw.train());
        Split split = preparation.apply(raw);
        Architecture architecture = fitting(named, split.train());
        settings = architecture.task() == named.task() ? settings : settingsOf(architecture);
        if (!isDigits(split.train())) {
            settings = settings.regularizing(against -> against.withAugmentation(Augmentation.NONE));
        }
        try (Services services = Services.open()) {
            Trainer trainer = new Trainer(services.planner(KernelCosts.typical()), services.pool(), services.budget());
            TrainingResult result = trainer.train(
                    architecture,
                    split,
                    settings,
                    new Epochs(spec, progress, split.test().measured()),
                    stop);
            progress.end();
            Quality quality = Evaluation.of(services, architecture, result.model(), split.test(), stop)
                    .quality();
            Trained trained = new Trained(result, split, quality);
            trained.print(spec.commandLine().getOut());
            file.ifPresent(path -> save(services, result, corpus, raw, preparation, path));
            if (json != null) {
                JsonOutput.write(json, trained.values(corpus.id()));
            }
        }
        return 0;
    }

    private TrainingSettings settingsOf(Architecture architecture) {
        TrainingSettings settings = TrainingSettings.of(architecture, seed);
        return epochs == null ? settings : settings.withEpochs(epochs);
    }

    private int trainLanguage(NamedGpt named) {
        if (train != null || model.split != null || epochs != null) {
            throw new InvalidInput(
                    "a language model takes neither --train nor --split nor --epochs",
                    named.id(),
                    "its text is divided where it stands, and --steps says how long it learns");
        }
        Optional<Path> file = OutputFile.check("--out", out);
        OutputFile.check("--json", json);
        language.settings(named, seed);
        DataSpec data = model.dataSpec();
        TerminalProgress progress = new TerminalProgress(spec.commandLine().getErr());
        PrintWriter terminal = spec.commandLine().getOut();
        try (Services services = Services.open()) {
            LanguageTrained trained = new LanguageTraining(services, terminal, progress, Interruption.stop())
                    .train(named, data, language, seed);
            trained.print(terminal);
            String command = "hone train " + named.id() + " --data " + LanguageTrained.withoutPath(data)
                    + language.text() + " --seed " + seed;
            file.ifPresent(path -> save(services, trained.artefact(command, data), path));
            if (json != null) {
                JsonOutput.write(json, trained.values(data));
            }
        }
        return 0;
    }

    private Split split(Corpus corpus, int count) {
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

    /** What the usual augmentation is for; it would spoil rows of a table and smaller pictures. */
    private static boolean isDigits(LabelledImages samples) {
        return samples.rows() == 28 && samples.columns() == 28;
    }

    private void save(
            Services services, TrainingResult result, Corpus corpus, Split split, Preparation preparation, Path path) {
        Map<String, String> facts = new LinkedHashMap<>();
        facts.put("command", command(result, corpus));
        facts.put("data", corpus.id());
        facts.put("split", split.train().id() + " and " + split.test().id());
        facts.put("trainHash", split.train().hash());
        facts.put("testHash", split.test().hash());
        facts.put("seed", Long.toString(seed));
        boolean measured = split.test().measured();
        facts.put(measured ? "trainR2" : "trainAccuracy", String.format(Locale.ROOT, "%.4f", result.trainAccuracy()));
        facts.put(measured ? "testR2" : "testAccuracy", String.format(Locale.ROOT, "%.4f", result.testAccuracy()));
        Setup setup = new Setup(result.model(), PlanRequest.baseline(1));
        save(services, new Artefact(setup, Recipe.NONE, new Provenance(facts), Optional.empty(), preparation), path);
    }

    private void save(Services services, Artefact artefact, Path path) {
        try (MemoryRegion scratch = services.budget().open(Category.SCRATCH, "saving the model")) {
            artefact.save(path, scratch);
        }
        spec.commandLine().getOut().println("saved " + path);
    }

    /** The command that makes these weights again; without the paths of this machine. */
    private String command(TrainingResult result, Corpus corpus) {
        String id = corpus.id();
        String data = id.startsWith("generated")
                ? id.replaceAll(",split=.*", "")
                : id.substring(0, id.indexOf(':') + 1) + "PATH";
        return "hone train " + result.model().id() + " --data " + data + (train == null ? "" : " --train " + train)
                + (model.split == null ? "" : " --split FILE") + (epochs == null ? "" : " --epochs " + epochs)
                + " --seed " + seed;
    }

    /** Which model to train and on what; training starts from fresh weights, so there is no checkpoint to name. */
    static final class TrainingData {
        @picocli.CommandLine.Parameters(
                index = "0",
                paramLabel = "MODEL",
                description = "which model: mlp, cnn, gpt, or one with sizes of your own such as mlp-64-32-10 or "
                        + NamedGpt.FORM)
        private String model = "";

        @Option(
                names = "--data",
                paramLabel = "DATA",
                description = "generated, generated:seed=N, idx:DIR, csv:FILE, images:DIR, cifar10:DIR or cifar100:DIR;"
                        + " for language models stories, stories:seed=N or text:FILE"
                        + " (default: generated, or stories)")
        private @Nullable String data;

        @Option(
                names = "--split",
                paramLabel = "FILE",
                description = "lines of train,INDEX and test,INDEX that divide the data"
                        + " (default: the data's own division, or a seeded one)")
        private @Nullable String split;

        Architecture architecture() {
            return hone.engine.model.Zoo.find(model);
        }

        hone.engine.data.DataSpec dataSpec() {
            return ModelOptions.divided(
                    data == null
                            ? Judgeable.usualData(architecture(), java.util.Map.of())
                            : hone.engine.data.DataSpec.parse(data),
                    split);
        }
    }

    /** Prints a line for each epoch. */
    private record Epochs(CommandSpec spec, TerminalProgress progress, boolean measured) implements TrainingListener {
        @Override
        public void report(double fraction, String what) {
            progress.report(fraction, what);
        }

        @Override
        public void epochDone(EpochReport epoch, Supplier<Model> snapshot) {
            progress.end();
            spec.commandLine()
                    .getOut()
                    .printf(
                            Locale.ROOT,
                            measured
                                    ? "epoch %2d of %d  loss %.4f  R² %.4f  %.1f s, about %.0f s left%n"
                                    : "epoch %2d of %d  loss %.4f  accuracy %.2f %%  %.1f s, about %.0f s left%n",
                            epoch.epoch(),
                            epoch.epochs(),
                            epoch.loss(),
                            (measured ? 1 : 100) * epoch.accuracy(),
                            epoch.elapsedSeconds(),
                            epoch.remainingSeconds());
            spec.commandLine().getOut().flush();
        }
    }
}
