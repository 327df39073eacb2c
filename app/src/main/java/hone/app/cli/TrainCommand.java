package hone.app.cli;

import hone.app.Services;
import hone.app.model.Models;
import hone.app.model.OpenedModel;
import hone.engine.Cancelled;
import hone.engine.InvalidInput;
import hone.engine.data.DataSpec;
import hone.engine.format.Artefact;
import hone.engine.memory.Category;
import hone.engine.memory.MemoryRegion;
import hone.engine.model.Architecture;
import hone.engine.model.NamedGpt;
import hone.engine.model.Task;
import hone.engine.model.Zoo;
import hone.engine.train.StateKeeping;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.Spec;

/** Trains a model in the engine and saves it. */
@Command(
        name = "train",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        description = {
            "Train a model and test it on samples it has not seen: one of the program's from fresh weights,",
            "one of the library or a file from the weights it has.",
            "The same data, seed and options give the same weights to the bit, whatever the number of cores.",
            "Ctrl-C keeps the state of the training beside --out, and says how to go on."
        })
final class TrainCommand implements Callable<Integer> {
    @Mixin
    private final TrainingData data = new TrainingData();

    @Mixin
    private final LanguageOptions language = new LanguageOptions();

    @Mixin
    private final TrainingOptions options = new TrainingOptions();

    @Mixin
    private final KeepingOptions keeping = new KeepingOptions();

    @Option(names = "--seed", paramLabel = "S", defaultValue = "1", description = "(default: ${DEFAULT-VALUE})")
    private long seed = 1;

    @Option(names = "--out", paramLabel = "FILE", description = "where the trained model goes")
    private @Nullable String out;

    @Option(
            names = "--json",
            paramLabel = "FILE",
            description =
                    "also write the result as JSON: the curve, the settings, the planned memory, where it ended; of a run"
                            + " that is stopped the curve so far, with \"stopped\": true")
    private @Nullable String json;

    private final TrainingJournal journal = new TrainingJournal();

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() {
        Optional<Path> file = OutputFile.check("--out", out);
        OutputFile.check("--json", json);
        try (Services services = Services.open()) {
            Models.Meaning meaning = services.models().find(data.model());
            Optional<FineTuning> start = meaning instanceof Models.Meaning.Named
                    ? Optional.empty()
                    : Optional.of(FineTuning.of(open(services, meaning)));
            train(
                    services,
                    start.map(from -> from.model().architecture()).orElseGet(() -> Zoo.find(data.model())),
                    start,
                    file);
        }
        return 0;
    }

    private OpenedModel open(Services services, Models.Meaning meaning) {
        TerminalProgress progress = new TerminalProgress(spec.commandLine().getErr());
        OpenedModel opened = services.models()
                .open(meaning, Optional.empty(), language.tokenizerFile(), progress, Interruption.stop());
        progress.end();
        return opened;
    }

    private void train(Services services, Architecture named, Optional<FineTuning> start, Optional<Path> file) {
        boolean writes = named.task() == Task.LANGUAGE;
        if (writes) {
            refuseForTexts(named);
        } else {
            language.refuseAll(named.id());
        }
        if (data.train() != null && data.hasSplit()) {
            throw new InvalidInput("the data can be divided in one way only", "", "--train and --split are both given");
        }
        StateKeeping kept = keeping.keeping(file);
        try {
            if (writes) {
                LanguageStart from = start.isPresent()
                        ? new LanguageStart.Known(start.get())
                        : new LanguageStart.Fresh(NamedGpt.parse(named.id()));
                trainLanguage(services, from, file, kept);
            } else {
                trainPictures(services, named, start, file, kept);
            }
        } catch (Cancelled e) {
            keeping.sayHowToGoOn(
                    spec.commandLine().getErr(), arguments(), kept.file().isPresent());
            if (json != null) {
                JsonOutput.write(json, journal.values());
            }
            throw e;
        }
    }

    private List<String> arguments() {
        ParseResult parsed = spec.commandLine().getParseResult();
        return parsed == null ? List.of("train") : parsed.originalArgs();
    }

    private void refuseForTexts(Architecture named) {
        if (data.train() != null || data.hasSplit() || data.epochs() != null) {
            throw new InvalidInput(
                    "a language model takes neither --train nor --split nor --epochs",
                    named.id(),
                    "its text is divided where it stands, and --steps says how long it learns");
        }
        options.regularization().refuseAugmentation(named.id());
    }

    private void trainPictures(
            Services services, Architecture named, Optional<FineTuning> start, Optional<Path> file, StateKeeping kept) {
        PrintWriter terminal = spec.commandLine().getOut();
        TerminalProgress progress = new TerminalProgress(spec.commandLine().getErr());
        PictureTraining training =
                new PictureTraining(data, options, keeping, terminal, progress, Interruption.stop(), journal);
        start.flatMap(FineTuning::note).ifPresent(note -> terminal.println(named.id() + ": " + note));
        training.settings(named, seed);
        Trained trained = training.train(services, named, start, kept, seed);
        trained.print(terminal);
        GivenOptions given = new GivenOptions();
        data.addTo(given);
        given.put("--batch", options.batch());
        options.addTo(given);
        finish(services, file, trained.artefact(given.text(), seed), trained.values());
    }

    private void trainLanguage(Services services, LanguageStart start, Optional<Path> file, StateKeeping kept) {
        language.settings(start.context(), options, seed);
        DataSpec source = data.dataSpec(start.architecture(), start.facts());
        TerminalProgress progress = new TerminalProgress(spec.commandLine().getErr());
        PrintWriter terminal = spec.commandLine().getOut();
        LanguageTrained trained = new LanguageTraining(services, terminal, progress, Interruption.stop(), journal)
                .train(start, source, language, options, keeping, kept, seed);
        trained.print(terminal);
        GivenOptions given = new GivenOptions();
        language.addTo(given, options);
        options.addTo(given);
        String command = "hone train " + start.word() + " --data " + LanguageTrained.withoutPath(source) + given.text()
                + " --seed " + seed;
        finish(services, file, trained.artefact(command, source), trained.values(source));
    }

    private void finish(Services services, Optional<Path> file, Artefact artefact, Map<String, Object> values) {
        file.ifPresent(path -> {
            try (MemoryRegion scratch = services.budget().open(Category.SCRATCH, "saving the model")) {
                artefact.save(path, scratch);
            }
            spec.commandLine().getOut().println("saved " + path);
            keeping.over();
        });
        if (json != null) {
            Map<String, Object> all = new LinkedHashMap<>();
            all.put("stopped", false);
            all.putAll(values);
            JsonOutput.write(json, all);
        }
    }
}
