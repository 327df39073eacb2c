package hone.app.cli;

import hone.app.Judgeable;
import hone.app.Services;
import hone.app.model.ModelLibrary;
import hone.app.model.OpenedModel;
import hone.engine.Cancellation;
import hone.engine.InvalidInput;
import hone.engine.format.Artefact;
import hone.engine.format.Provenance;
import hone.engine.model.Model;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Takes a model of any known format into the library. */
@Command(
        name = "import",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        description = {
            "Take a model into the library, where every verb and the window find it by name.",
            "It may be ONNX, a llama2.c checkpoint, a Hugging Face folder of GPT-2 or Llama, or a model of Hone's own."
        })
final class ImportCommand implements Callable<Integer> {
    @Parameters(index = "0", paramLabel = "FILE", description = "file or folder")
    private String file = "";

    @Option(names = "--name", paramLabel = "NAME", description = "what to call it (default: as the file is called)")
    private @Nullable String name;

    @Option(
            names = "--tokenizer",
            paramLabel = "FILE",
            description =
                    "tokenizer.json, or llama2.c's tokenizer.bin (default: the one that lies beside a transformer)")
    private @Nullable String tokenizer;

    @Option(names = "--force", description = "replace a model of the same name")
    private boolean force;

    @Option(names = "--json", paramLabel = "FILE", description = "also write what was imported as JSON")
    private @Nullable String json;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() {
        OutputFile.check("--json", json);
        Path path = ModelOptions.path("FILE", file);
        Optional<Path> named = Optional.ofNullable(tokenizer).map(text -> ModelOptions.path("--tokenizer", text));
        Cancellation stop = Interruption.stop();
        TerminalProgress progress = new TerminalProgress(spec.commandLine().getErr());
        try (Services services = Services.open()) {
            ModelLibrary library = services.models().library();
            String chosen = name == null ? usualName(path) : name;
            library.requireFree(chosen, force);
            OpenedModel opened = services.models().open(path, named, progress, stop);
            progress.report(0.9, "saving");
            stop.check("importing a model");
            services.home().create();
            Artefact artefact = artefact(opened.artefact(), chosen, path);
            Path kept = library.keep(chosen, artefact, force, services.budget());
            progress.end();
            print(spec.commandLine().getOut(), chosen, artefact, opened);
            if (json != null) {
                JsonOutput.write(json, values(chosen, kept, artefact, opened));
            }
        }
        return 0;
    }

    private static String usualName(Path path) {
        try {
            return ModelLibrary.nameFor(path);
        } catch (InvalidInput e) {
            throw new InvalidInput(e.what(), e.where(), e.why(), "name it with --name");
        }
    }

    /** What the library calls it; its own file name is kept with how it came to be, without the folders of this machine. */
    private static Artefact artefact(Artefact opened, String name, Path path) {
        Model model = opened.setup().model();
        Map<String, String> facts = new TreeMap<>(opened.provenance().facts());
        facts.put("imported", String.valueOf(path.toAbsolutePath().normalize().getFileName()));
        return opened.withModel(new Model(name, model.graph(), model.weights())).withProvenance(new Provenance(facts));
    }

    private static void print(PrintWriter out, String name, Artefact artefact, OpenedModel opened) {
        Model model = artefact.setup().model();
        out.printf(
                Locale.ROOT,
                "imported %s: %,d parameters, %,d FLOPs per sample; it takes %s and answers %s%n",
                name,
                model.parameters(),
                model.flopsPerSample(),
                model.graph()
                        .type(model.graph().find(opened.architecture().input()).orElseThrow()),
                model.graph().type(model.graph().output(opened.architecture().output())));
        Judgeable.refusal(opened)
                .ifPresentOrElse(
                        reason -> out.printf("no samples can judge it: %s%n", reason),
                        () -> out.printf("measure it with hone run %s%n", name));
        out.flush();
    }

    private static Map<String, Object> values(String name, Path kept, Artefact artefact, OpenedModel opened) {
        Map<String, Object> values = new LinkedHashMap<>();
        values.put("name", name);
        values.put("file", kept.toString());
        values.put("bytes", kept.toFile().length());
        values.put("task", opened.architecture().task().name().toLowerCase(Locale.ROOT));
        values.put("parameters", artefact.setup().model().parameters());
        values.put("flopsPerSample", artefact.setup().model().flopsPerSample());
        values.put("tokenizer", artefact.tokenizer().isPresent());
        values.put("provenance", artefact.provenance().facts());
        values.put("refusal", Judgeable.refusal(opened).orElse(null));
        values.put("hash", artefact.setup().model().hash());
        return values;
    }
}
