package hone.app.cli;

import hone.profiler.compare.ComparisonText;
import hone.profiler.compare.ReportComparison;
import hone.profiler.compare.ScenarioComparison;
import hone.profiler.history.History;
import hone.profiler.history.KeptReport;
import hone.profiler.report.RunReport;
import hone.profiler.scenario.ScenarioReport;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Sets two reports side by side. */
@Command(
        name = "compare",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        description = {
            "Set the candidates of two reports side by side; each may also be a report's JSON file.",
            "Reports of another kind, model, data, batch or machine are refused, with every reason."
        })
final class HistoryCompareCommand implements Callable<Integer> {
    @Parameters(index = "0", paramLabel = "A", description = "first digits of an id, last, or a file")
    private String first = "";

    @Parameters(index = "1", paramLabel = "B", description = "the report that is compared with it")
    private String second = "";

    @Option(names = "--json", paramLabel = "FILE", description = "also write the comparison as JSON")
    private @Nullable String json;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() {
        OutputFile.check("--json", json);
        History history = HistoryOptions.history(spec);
        ReportWord one = ReportWord.find(first, history);
        ReportWord other = ReportWord.find(second, history);
        String where = one.name() + " and " + other.name();
        if (one.report() instanceof KeptReport.Scenario(ScenarioReport first)
                && other.report() instanceof KeptReport.Scenario(ScenarioReport second)) {
            ScenarioComparison comparison = ScenarioComparison.of(first, second, where);
            tell(one, other, comparison.text(first, second), comparison);
        } else {
            RunReport first = one.report().run(one.name());
            RunReport second = other.report().run(other.name());
            ReportComparison comparison = ReportComparison.of(first, second, where);
            tell(one, other, ComparisonText.of(comparison, first, second), comparison);
        }
        return 0;
    }

    private void tell(ReportWord one, ReportWord other, String text, Object comparison) {
        spec.commandLine().getOut().print(text.replaceAll("[\\p{Cntrl}&&[^\\n]]", "?"));
        spec.commandLine().getOut().flush();
        if (json != null) {
            JsonOutput.write(json, Map.of("first", one.name(), "second", other.name(), "comparison", comparison));
        }
    }
}
