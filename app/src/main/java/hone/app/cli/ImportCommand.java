package hone.app.cli;

import hone.app.Judgeable;
import hone.app.ModelImport;
import hone.app.Services;
import hone.app.model.ModelLibrary;
import hone.app.model.OpenedModel;
import hone.engine.Cancellation;
import hone.engine.InvalidInput;
import hone.engine.format.Artefact;
import hone.engine.model.Model;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
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
        Path path = ModelImport.meant(ModelOptions.path("FILE", file));
        Optional<Path> named = Optional.ofNullable(tokenizer).map(text -> ModelOptions.path("--tokenizer", text));
        Cancellation stop = Interruption.stop();
        TerminalProgress progress = new TerminalProgress(spec.commandLine().getErr());
        try (Services services = Services.open()) {
            String chosen = name == null ? usualName(path) : name;
            ModelImport.Imported imported =
                    new ModelImport(services).take(new ModelImport.Wish(path, chosen, named, force), progress, stop);
            progress.end();
            print(spec.commandLine().getOut(), imported);
            if (json != null) {
                JsonOutput.write(json, values(imported));
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

    private static void print(PrintWriter out, ModelImport.Imported imported) {
        String name = imported.name();
        Model model = imported.model();
        OpenedModel opened = imported.opened();
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
                        () -> out.printf(
                                "measure it with hone run %s%s%n",
                                name, Judgeable.needsData(opened) ? " --data DATA" : ""));
        out.flush();
    }

    private static Map<String, Object> values(ModelImport.Imported imported) {
        Artefact artefact = imported.artefact();
        OpenedModel opened = imported.opened();
        Map<String, Object> values = new LinkedHashMap<>();
        values.put("name", imported.name());
        values.put("file", imported.file().toString());
        values.put("bytes", imported.file().toFile().length());
        values.put("task", opened.architecture().task().name().toLowerCase(Locale.ROOT));
        values.put("parameters", imported.model().parameters());
        values.put("flopsPerSample", imported.model().flopsPerSample());
        values.put("tokenizer", artefact.tokenizer().isPresent());
        values.put("provenance", artefact.provenance().facts());
        values.put("refusal", Judgeable.refusal(opened).orElse(null));
        values.put("hash", imported.model().hash());
        return values;
    }
}
