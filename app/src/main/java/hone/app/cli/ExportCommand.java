package hone.app.cli;

import hone.app.Experiment;
import hone.app.Services;
import hone.app.model.OpenedModel;
import hone.engine.Cancellation;
import hone.engine.format.Artefact;
import hone.engine.format.Provenance;
import hone.engine.memory.Category;
import hone.engine.memory.MemoryRegion;
import hone.engine.run.PlanRequest;
import hone.engine.technique.Fold;
import hone.engine.technique.Recipe;
import hone.engine.technique.Setup;
import hone.engine.technique.Workbench;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Writes a model, with techniques applied or without, for other programs. */
@Command(
        name = "export",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        description = {
            "Write a model as ONNX or safetensors, with techniques applied if some are switched on.",
            "In ONNX, INT8 layers are kept in INT8 (QuantizeLinear and DequantizeLinear), and fused ops are taken apart;"
                    + " what ONNX cannot express is refused by name. Data is read only if a technique calibrates."
        })
final class ExportCommand implements Callable<Integer> {
    @Mixin
    private final ModelOptions model = new ModelOptions();

    @Option(names = "--format", paramLabel = "FORMAT", description = "onnx or safetensors (default: as FILE ends)")
    private @Nullable String format;

    @Option(names = "--out", paramLabel = "FILE", required = true, description = "where the model goes")
    private String out = "";

    @Option(names = "--enable", paramLabel = "RECIPE", description = "techniques to apply before, such as fuse,int8")
    private String recipe = "";

    @Option(names = "--seed", paramLabel = "S", description = "of anything random (default: ${DEFAULT-VALUE})")
    private long seed = 1;

    @Option(names = "--json", paramLabel = "FILE", description = "also write what was exported as JSON")
    private @Nullable String json;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() {
        Recipe parsed = Recipe.parse(recipe);
        Path path = OutputFile.check("--out", out).orElseThrow();
        ExportFormat chosen = ExportFormat.of(format, path);
        OutputFile.check("--json", json);
        Cancellation stop = Interruption.stop();
        TerminalProgress progress = new TerminalProgress(spec.commandLine().getErr());
        try (Services services = Services.open()) {
            OpenedModel opened = model.open(services, progress, stop);
            Fold.Folded folded = fold(services, opened, parsed, progress, stop);
            progress.report(0.9, "writing");
            stop.check("exporting a model");
            Artefact artefact = artefact(opened.artefact(), folded.setup(), parsed);
            ExportFormat.Written written;
            try (MemoryRegion scratch = services.budget().open(Category.SCRATCH, "writing the model")) {
                written = chosen.write(artefact, path, scratch);
            }
            progress.end();
            Map<String, Object> values = values(opened, artefact, chosen, path, written);
            values.put("notes", folded.notes());
            print(spec.commandLine().getOut(), path, chosen, written, folded);
            if (json != null) {
                JsonOutput.write(json, values);
            }
        }
        return 0;
    }

    private Fold.Folded fold(
            Services services, OpenedModel opened, Recipe parsed, TerminalProgress progress, Cancellation stop) {
        Workbench workbench = new Workbench(
                () -> Experiment.calibration(opened, model.dataSpec(opened), seed),
                model.dataSpec(opened).text(),
                seed,
                services.planner(services.knownCosts()),
                services.pool(),
                services.budget(),
                progress,
                stop);
        return services.fold().fold(new Setup(opened.model(), PlanRequest.baseline(1)), parsed, workbench);
    }

    /** A model that was made by a recipe before keeps it in front. */
    private static Artefact artefact(Artefact before, Setup setup, Recipe applied) {
        Map<String, String> facts = new TreeMap<>(before.provenance().facts());
        Recipe whole = before.recipe();
        for (var step : applied.steps()) {
            whole = whole.plus(step);
        }
        return new Artefact(setup, whole, new Provenance(facts), before.tokenizer(), before.preparation());
    }

    private static Map<String, Object> values(
            OpenedModel opened, Artefact artefact, ExportFormat format, Path path, ExportFormat.Written written) {
        Map<String, Object> values = new LinkedHashMap<>();
        values.put("model", opened.name());
        values.put("recipe", artefact.recipe().toString());
        values.put("format", format.id());
        values.put("file", path.toString());
        values.put("bytes", path.toFile().length());
        values.put("parameters", artefact.setup().model().parameters());
        written.opset().ifPresent(opset -> values.put("opset", opset));
        values.put("operators", written.operators());
        written.left().ifPresent(left -> values.put("left", left));
        return values;
    }

    private static void print(
            PrintWriter out, Path path, ExportFormat format, ExportFormat.Written written, Fold.Folded folded) {
        folded.notes().forEach(out::println);
        out.printf(
                Locale.ROOT,
                "saved %s: %,d bytes of %s%s%n",
                path,
                path.toFile().length(),
                format.id(),
                written.opset().isPresent() ? ", version " + written.opset().getAsLong() + " of the operators" : "");
        written.left().ifPresent(out::println);
        out.flush();
    }
}
