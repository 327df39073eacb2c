package hone.app.cli;

import hone.engine.Cancellation;
import hone.engine.format.onnx.conformance.CaseOutcome;
import hone.engine.format.onnx.conformance.CaseRunner;
import hone.engine.format.onnx.conformance.Conformance;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Runs cases laid out like the ONNX project's backend tests; ends with 1 where one failed. */
@Command(
        name = "onnx",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        description = {
            "Run every case below a folder laid out like the ONNX project's backend tests: model.onnx,",
            "test_data_set_*/input_*.pb and output_*.pb. Reals may differ by 1e-7 and a thousandth.",
            "It ends with 1 where a case failed; what is not computed is listed, and no failure."
        })
final class ConformanceOnnxCommand implements Callable<Integer> {
    @Parameters(index = "0", paramLabel = "DIR", description = "one case, or a folder above cases")
    private String folder = "";

    @Option(
            names = "--engine",
            description = {
                "run each case on the engine's own graph, as an imported model runs, instead of the plain",
                "reference operators; types that graphs do not have are unsupported then"
            })
    private boolean engine;

    @Option(names = "--json", paramLabel = "FILE", description = "also write the result as JSON")
    private @Nullable String json;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() {
        OutputFile.check("--json", json);
        Cancellation stop = Interruption.stop();
        TerminalProgress progress = new TerminalProgress(spec.commandLine().getErr());
        List<CaseOutcome> outcomes = Conformance.run(
                ModelOptions.path("DIR", folder), engine ? CaseRunner.ENGINE : CaseRunner.REFERENCE, progress, stop);
        progress.end();
        List<String> passed = new ArrayList<>();
        List<Map<String, Object>> unsupported = new ArrayList<>();
        List<Map<String, Object>> failed = new ArrayList<>();
        PrintWriter out = spec.commandLine().getOut();
        for (CaseOutcome outcome : outcomes) {
            switch (outcome) {
                case CaseOutcome.Passed(var name) -> {
                    out.println("passed       " + name);
                    passed.add(name);
                }
                case CaseOutcome.NotSupported(var name, var operators) -> {
                    out.println("unsupported  " + name + ": " + String.join(", ", operators));
                    unsupported.add(values(name, "operators", operators));
                }
                case CaseOutcome.Failed(var name, var reason) -> {
                    out.println("failed       " + name + ": " + reason);
                    failed.add(values(name, "reason", reason));
                }
            }
        }
        out.println(passed.size() + " passed, " + unsupported.size() + " unsupported, " + failed.size() + " failed");
        out.flush();
        if (json != null) {
            Map<String, Object> values = new LinkedHashMap<>();
            values.put("passed", passed);
            values.put("unsupported", unsupported);
            values.put("failed", failed);
            JsonOutput.write(json, values);
        }
        return failed.isEmpty() ? 0 : 1;
    }

    private static Map<String, Object> values(String name, String key, Object value) {
        Map<String, Object> values = new LinkedHashMap<>();
        values.put("case", name);
        values.put(key, value);
        return values;
    }
}
