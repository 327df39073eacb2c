package hone.app.cli;

import hone.app.Services;
import hone.engine.Cancellation;
import hone.profiler.roofline.Roofline;
import hone.profiler.roofline.RooflineText;
import hone.profiler.roofline.RooflineValues;
import hone.profiler.service.CandidatePass;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** How near each op of a model comes to what the machine can do. */
@Command(
        name = "roofline",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        description = {
            "Measure what this machine does at most, and how near each op of a model comes to it.",
            "An op is limited by arithmetic or by memory; which one says what could make it faster."
        })
final class RooflineCommand implements Callable<Integer> {
    @Mixin
    private final CandidateOptions candidate = new CandidateOptions();

    @Option(names = "--json", paramLabel = "FILE", description = "also write roofs and ops as JSON")
    private @Nullable String json;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() {
        candidate.check();
        OutputFile.check("--json", json);
        PrintWriter out = spec.commandLine().getOut();
        PrintWriter err = spec.commandLine().getErr();
        TerminalProgress progress = new TerminalProgress(err);
        Cancellation stop = Interruption.stop();
        try (Services services = Services.open()) {
            CandidateOptions.Ready ready = candidate.open(services, progress, err, stop);
            Roofline roofline = CandidatePass.of(
                    ready.trials(),
                    ready.request(),
                    stop,
                    arm -> Roofline.measure(arm, services.budget(), services.pool(), stop));
            progress.end();
            List<String> notes = new ArrayList<>();
            services.roofs().raise(roofline.roofs(), notes);
            notes.forEach(note -> err.println("hone: " + note));
            out.println(ready.title());
            out.println();
            out.print(RooflineText.of(roofline));
            out.flush();
            if (json != null) {
                Map<String, Object> values = new LinkedHashMap<>();
                values.put("model", ready.model());
                values.put("recipe", ready.recipe().toString());
                values.put("batch", ready.batch());
                values.putAll(RooflineValues.of(roofline));
                JsonOutput.write(json, values);
            }
        }
        return 0;
    }
}
