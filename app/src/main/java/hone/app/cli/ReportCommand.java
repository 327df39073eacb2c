package hone.app.cli;

import hone.engine.InvalidInput;
import hone.engine.format.AtomicFile;
import hone.profiler.export.ReportCsv;
import hone.profiler.export.ReportHtml;
import hone.profiler.export.ScenarioCsv;
import hone.profiler.export.ScenarioHtml;
import hone.profiler.history.KeptReport;
import hone.profiler.report.RunReport;
import hone.profiler.scenario.ScenarioReport;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Writes a report for people and programs elsewhere. */
@Command(
        name = "report",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        description = {
            "Write a report as one page of HTML, as CSV or as JSON; the name behind --out says which.",
            "The page holds pictures, tables, the environment and all samples, and needs nothing else."
        })
final class ReportCommand implements Callable<Integer> {
    @Parameters(paramLabel = "REPORT", description = "first digits of an id of the history, last, or a JSON file")
    private String word = "";

    @Option(names = "--out", paramLabel = "FILE", description = "FILE.html, FILE.csv or FILE.json")
    private @Nullable String out;

    @Option(names = "--json", paramLabel = "FILE", description = "write it as JSON, whatever the name")
    private @Nullable String json;

    @Option(names = "--ops", description = "of a CSV: the op rows instead of the samples")
    private boolean ops;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() {
        Optional<Path> file = OutputFile.check("--out", out);
        Optional<Path> asJson = OutputFile.check("--json", json);
        if (file.isEmpty() && asJson.isEmpty()) {
            throw new InvalidInput("name a file to write", "hone report", "there is neither --out nor --json");
        }
        String ending = out == null ? "json" : ending(out);
        if (ops && !ending.equals("csv")) {
            throw new InvalidInput(
                    "--ops is for CSV",
                    out == null ? "--json " + json : "--out " + out,
                    "other forms hold samples and op rows alike");
        }
        ReportWord found = ReportWord.find(word, HistoryOptions.history(spec));
        String text = ops ? ReportCsv.ops(found.report().run(found.name())) : form(ending, found.report());
        file.ifPresent(path -> write(path, text));
        asJson.ifPresent(path -> write(path, found.report().json()));
        return 0;
    }

    private static String form(String ending, KeptReport kept) {
        return switch (ending) {
            case "html" ->
                switch (kept) {
                    case KeptReport.Run(RunReport report) -> ReportHtml.of(report);
                    case KeptReport.Scenario(ScenarioReport report) -> ScenarioHtml.of(report);
                };
            case "csv" ->
                switch (kept) {
                    case KeptReport.Run(RunReport report) -> ReportCsv.samples(report);
                    case KeptReport.Scenario(ScenarioReport report) -> ScenarioCsv.of(report);
                };
            default -> kept.json();
        };
    }

    private void write(Path file, String text) {
        AtomicFile.writeText(file, text);
        spec.commandLine().getOut().println("wrote " + file);
        spec.commandLine().getOut().flush();
    }

    private static String ending(String out) {
        String name = out.toLowerCase(Locale.ROOT);
        for (String known : new String[] {"html", "csv", "json"}) {
            if (name.endsWith("." + known)) {
                return known;
            }
        }
        throw new InvalidInput("the name says no form", "--out " + out, "it ends in none of .html, .csv and .json");
    }
}
