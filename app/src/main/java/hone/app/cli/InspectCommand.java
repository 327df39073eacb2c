package hone.app.cli;

import hone.app.Home;
import hone.app.model.ModelLibrary;
import hone.engine.format.inspect.Inspection;
import hone.engine.format.inspect.Inspector;
import hone.engine.graph.Cost;
import hone.engine.memory.MemoryBudget;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Says what a file holds: its weights, and where it says what it computes, its ops and what they cost. */
@Command(
        name = "inspect",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        description = {
            "Say what a model file or a folder holds: graph, shapes, parameters, FLOPs, bytes.",
            "It may be a model of Hone's, any safetensors file, ONNX, a llama2.c checkpoint, or a Hugging Face folder of "
                    + "GPT-2 or Llama; or a model of the library. FLOPs are of one sample, with all other sizes at "
                    + "their largest. Of ONNX the operators are named that nothing here computes (unsupported), and "
                    + "those that run by the reference evaluator only (not lowered), for which the engine has no op."
        })
final class InspectCommand implements Callable<Integer> {
    @Parameters(index = "0", paramLabel = "FILE", description = "file or folder, or a name of the library")
    private String file = "";

    @Option(names = "--json", paramLabel = "FILE", description = "also write the result as JSON")
    private @Nullable String json;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() {
        OutputFile.check("--json", json);
        Inspection inspection = new Inspector(MemoryBudget.ofThisMachine()).inspect(path(), Interruption.stop());
        PrintWriter out = spec.commandLine().getOut();
        print(out, inspection);
        out.flush();
        if (json != null) {
            JsonOutput.write(json, values(inspection));
        }
        return 0;
    }

    /** A file by its path, or else a model of the library by its name. */
    private Path path() {
        Path path = ModelOptions.path("FILE", file);
        ModelLibrary library = new ModelLibrary(Home.ofThisPerson().library());
        return Files.exists(path) ? path : library.find(file).orElse(path);
    }

    private static void print(PrintWriter out, Inspection inspection) {
        line(out, "format", inspection.format());
        inspection.graph().ifPresent(graph -> line(out, "model", graph.model()));
        line(out, "parameters", number(inspection.parameters()));
        inspection.graph().ifPresent(graph -> {
            String sizes = graph.symbols().entrySet().stream()
                    .map(symbol -> symbol.getKey() + " " + symbol.getValue())
                    .collect(Collectors.joining(", "));
            line(out, "FLOPs", number(graph.cost().flops()) + (sizes.isEmpty() ? "" : " at " + sizes));
        });
        line(out, "file", number(inspection.fileBytes()) + " bytes");
        line(out, "weights", number(inspection.weightBytes()) + " bytes");
        if (inspection.nonFinite() > 0) {
            line(out, "damage", number(inspection.nonFinite()) + " weights are NaN or infinite");
        }
        Inspection.NotRun notRun = inspection.notRun();
        if (!notRun.unsupported().isEmpty()) {
            line(out, "unsupported", String.join(", ", notRun.unsupported()));
        }
        if (!notRun.referenceOnly().isEmpty()) {
            line(out, "not lowered", String.join(", ", notRun.referenceOnly()));
        }
        inspection.metadata().forEach((key, text) -> line(out, key, text.replaceAll("\\R", " ")));
        out.println();
        for (Inspection.Weight weight : inspection.weights()) {
            out.printf(
                    Locale.ROOT,
                    "%-44s %-20s %,14d bytes%s%n",
                    weight.name(),
                    weight.type(),
                    weight.bytes(),
                    weight.nonFinite() > 0 ? ", " + number(weight.nonFinite()) + " not finite" : "");
        }
        inspection.graph().ifPresent(graph -> print(out, graph));
    }

    private static void print(PrintWriter out, Inspection.Computation graph) {
        out.println();
        graph.inputs().forEach((name, type) -> out.printf(Locale.ROOT, "%-44s %-20s in%n", name, type));
        for (Inspection.OpRow op : graph.ops()) {
            out.printf(
                    Locale.ROOT,
                    "%-44s %-20s %-20s %,14d FLOPs %,14d bytes%n",
                    op.name(),
                    op.kind(),
                    op.output(),
                    op.cost().flops(),
                    op.cost().bytes());
        }
        graph.outputs().forEach((name, type) -> out.printf(Locale.ROOT, "%-44s %-20s out%n", name, type));
    }

    private static void line(PrintWriter out, String what, String text) {
        out.printf(Locale.ROOT, "%-12s %s%n", what, text);
    }

    private static String number(long number) {
        return String.format(Locale.ROOT, "%,d", number);
    }

    private static Map<String, Object> values(Inspection inspection) {
        Map<String, Object> values = new LinkedHashMap<>();
        values.put("format", inspection.format());
        inspection.graph().ifPresent(graph -> values.put("model", graph.model()));
        values.put("parameters", inspection.parameters());
        inspection.graph().ifPresent(graph -> values.put("flops", graph.cost().flops()));
        values.put("bytes", Map.of("file", inspection.fileBytes(), "weights", inspection.weightBytes()));
        values.put("nonFinite", inspection.nonFinite());
        values.put("metadata", inspection.metadata());
        values.put("unsupported", inspection.notRun().unsupported());
        values.put("notLowered", inspection.notRun().referenceOnly());
        List<Object> weights = new ArrayList<>();
        for (Inspection.Weight weight : inspection.weights()) {
            Map<String, Object> row = typed(weight.name(), weight.type());
            row.put("elements", weight.elements());
            row.put("bytes", weight.bytes());
            row.put("nonFinite", weight.nonFinite());
            weights.add(row);
        }
        values.put("weights", weights);
        inspection.graph().ifPresent(graph -> values.put("graph", values(graph)));
        return values;
    }

    private static Map<String, Object> values(Inspection.Computation graph) {
        Map<String, Object> values = new LinkedHashMap<>();
        values.put("symbols", graph.symbols());
        List<Object> inputs = new ArrayList<>();
        graph.inputs().forEach((name, type) -> inputs.add(typed(name, type)));
        values.put("inputs", inputs);
        List<Object> ops = new ArrayList<>();
        for (Inspection.OpRow op : graph.ops()) {
            Cost cost = op.cost();
            Map<String, Object> row = typed(op.name(), op.output());
            row.put("op", op.kind());
            row.put("flops", cost.flops());
            row.put("elementwiseOps", cost.elementwiseOps());
            row.put("bytes", cost.bytes());
            ops.add(row);
        }
        values.put("ops", ops);
        List<Object> outputs = new ArrayList<>();
        graph.outputs().forEach((name, type) -> outputs.add(typed(name, type)));
        values.put("outputs", outputs);
        return values;
    }

    private static Map<String, Object> typed(String name, Inspection.Type type) {
        Map<String, Object> row = new LinkedHashMap<>();
        row.put("name", name);
        row.put("dtype", type.dtype());
        row.put("shape", type.sizes());
        return row;
    }
}
