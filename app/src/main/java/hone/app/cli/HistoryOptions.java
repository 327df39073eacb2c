package hone.app.cli;

import hone.app.Home;
import hone.engine.format.JsonReason;
import hone.profiler.history.History;
import hone.profiler.history.HistoryEntry;
import hone.profiler.report.RecipeText;
import hone.profiler.report.TextTable;
import hone.profiler.report.Units;
import java.io.PrintWriter;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** What all verbs of the history share: the history itself, a limit, and the list. */
final class HistoryOptions {
    private static final int USUAL = 20;
    private static final int LONGEST = 60;

    @Option(names = "--limit", paramLabel = "N", description = "so many of the newest (default: 20)")
    private @Nullable Integer limit;

    @Option(names = "--json", paramLabel = "FILE", description = "also write the list as JSON")
    private @Nullable String json;

    @Spec(Spec.Target.MIXEE)
    private CommandSpec spec = CommandSpec.create();

    static History history(CommandSpec spec) {
        PrintWriter err = spec.commandLine().getErr();
        return new History(Home.ofThisPerson().folder(), note -> {
            err.println("hone: " + note);
            err.flush();
        });
    }

    /** Prints the list; the exit code. */
    int list(HistoryFilterOptions filter) {
        OutputFile.check("--json", json);
        List<HistoryEntry> entries = history(spec).list(filter.filter(limit, USUAL));
        PrintWriter out = spec.commandLine().getOut();
        out.print(
                entries.isEmpty()
                        ? "there are no such reports; hone run and hone scenario keep each they make\n"
                        : table(entries));
        out.flush();
        if (json != null) {
            JsonOutput.write(json, Map.of("reports", entries));
        }
        return 0;
    }

    /** Entries in columns, newest first. */
    static String table(List<HistoryEntry> entries) {
        TextTable table = new TextTable()
                .row(
                        "id",
                        "measured (UTC)",
                        "of",
                        "model",
                        "batch",
                        "speedup",
                        "interval",
                        "verdict",
                        "quality",
                        "file");
        StringBuilder recipes = new StringBuilder();
        for (HistoryEntry entry : entries) {
            table.row(
                    entry.shortId(),
                    safe(entry.created()).replace("T", " ").replace("Z", ""),
                    safe(entry.kind()),
                    safe(entry.model()),
                    String.valueOf(entry.batch()),
                    Units.times(entry.speedup()),
                    Units.times(entry.low()) + " – " + Units.times(entry.high()),
                    safe(entry.verdict()) + (entry.certified() ? ", certified" : ""),
                    quality(entry),
                    entry.ofRun() ? Units.bytes(entry.fileBytes()) : "");
            recipes.append(about(entry));
        }
        return table + "\n" + recipes;
    }

    private static String quality(HistoryEntry entry) {
        if (!entry.ofRun()) {
            return "";
        }
        return entry.metric().equals(hone.profiler.report.Quality.ACCURACY)
                ? Units.percent(entry.quality())
                : String.format(java.util.Locale.ROOT, "%.4f", entry.quality());
    }

    /** "  1a2b3c4d  simd,threads  #best  a note". */
    private static String about(HistoryEntry entry) {
        StringBuilder line = new StringBuilder("  " + entry.shortId() + "  ");
        line.append(RecipeText.of(safe(entry.recipe()), safe(entry.baseline())));
        entry.tags().forEach(tag -> line.append("  #").append(safe(tag)));
        if (!entry.note().isEmpty()) {
            line.append("  ").append(safe(entry.note()));
        }
        return line.append('\n').toString();
    }

    /** A stranger's words, which a terminal must not obey. */
    static String safe(String text) {
        return JsonReason.shortened(text, LONGEST);
    }
}
