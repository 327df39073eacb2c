package hone.app.cli;

import hone.engine.format.AtomicFile;
import hone.profiler.history.HistoryEntry;
import hone.profiler.history.HistoryReport;
import hone.profiler.history.KeptReport;
import hone.profiler.report.RunReport;
import hone.profiler.report.RunReportText;
import hone.profiler.scenario.ScenarioReport;
import hone.profiler.scenario.ScenarioText;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Prints one report. */
@Command(
        name = "show",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        description = "Print a report of the history as the verb that measured it did.")
final class HistoryShowCommand implements Callable<Integer> {
    @Parameters(paramLabel = "ID", description = "first digits of its id, or last")
    private String id = "";

    @Option(names = "--json", paramLabel = "FILE", description = "also write the whole report as JSON")
    private @Nullable String json;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() {
        Optional<Path> file = OutputFile.check("--json", json);
        HistoryReport shown = HistoryOptions.history(spec).show(id);
        HistoryEntry entry = shown.entry();
        PrintWriter out = spec.commandLine().getOut();
        out.println("report " + entry.shortId() + ", measured " + HistoryOptions.safe(entry.created()) + " by "
                + HistoryOptions.safe(entry.product()));
        if (!entry.tags().isEmpty()) {
            out.println("tags: " + String.join(", ", entry.tags()));
        }
        if (!entry.note().isEmpty()) {
            out.println("note: " + entry.note());
        }
        out.println();
        // Lines are the report's own; whatever else would steer a terminal is not.
        String text = switch (shown.report()) {
            case KeptReport.Run(RunReport report) -> RunReportText.of(report);
            case KeptReport.Scenario(ScenarioReport report) -> ScenarioText.of(report);
        };
        out.print(text.replaceAll("[\\p{Cntrl}&&[^\\n]]", "?"));
        out.flush();
        file.ifPresent(path -> AtomicFile.writeText(path, shown.report().json()));
        return 0;
    }
}
