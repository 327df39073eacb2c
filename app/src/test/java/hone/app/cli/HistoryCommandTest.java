package hone.app.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import hone.app.Home;
import hone.profiler.history.History;
import hone.profiler.history.HistoryFilter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** Reports are kept by themselves, and the verbs of the history find, mark, compare and carry them. */
class HistoryCommandTest {
    private static final Pattern KEPT = Pattern.compile("kept in the history as ([0-9a-f]{8})");

    @TempDir
    Path folder;

    /** Also what an earlier run that failed has left behind. */
    @BeforeEach
    @AfterEach
    void tidyUp() {
        History history = new History(Home.ofThisPerson().folder(), _ -> {});
        history.list(HistoryFilter.ALL).stream()
                .filter(entry -> entry.tags().contains("history-test"))
                .forEach(entry -> history.delete(List.of(entry.id())));
    }

    private String file(String name) {
        return folder.resolve(name).toString();
    }

    private static HoneRun fine(String... words) {
        HoneRun run = HoneRun.of(words);
        assertEquals(0, run.code(), run.err());
        return run;
    }

    private static void refused(String reason, String... words) {
        HoneRun run = HoneRun.of(words);
        assertEquals(2, run.code(), run.err() + run.out());
        assertEquals(1, run.err().lines().count(), run.err());
        assertTrue(run.err().contains(reason), run.err());
    }

    private static String kept(HoneRun run) {
        Matcher matcher = KEPT.matcher(run.err());
        assertTrue(matcher.find(), run.err());
        return matcher.group(1);
    }

    @Test
    void aRunIsKeptAndFoundAgain() throws IOException {
        String first = kept(fine("run", "mlp", "--enable", "simd", "--batch", "8", "--json", file("first.json")));
        String second = kept(fine("run", "mlp", "--enable", "simd,fuse", "--batch", "8"));
        HoneRun unkept = fine("run", "mlp", "--enable", "simd", "--batch", "4", "--no-history");
        assertFalse(KEPT.matcher(unkept.err()).find(), unkept.err());

        fine("history", "tag", first, "history-test");
        fine("history", "tag", second, "history-test", "other");
        HoneRun noted = fine("history", "note", first, "the first one", "--json", file("noted.json"));
        JsonNode marked =
                HoneRun.json(folder.resolve("noted.json")).get("noted").get(0);
        assertEquals("the first one", marked.get("note").stringValue());
        assertTrue(noted.out().contains("history-test") && noted.out().contains("the first one"), noted.out());
        HoneRun listed = fine("history", "list", "--tag", "history-test", "--json", file("list.json"));
        assertTrue(listed.out().contains(first) && listed.out().contains("#history-test"), listed.out());
        JsonNode list = HoneRun.json(folder.resolve("list.json")).get("reports");
        assertEquals(2, list.size());
        assertEquals("simd,fuse", list.get(0).get("recipe").stringValue());
        assertEquals(
                1,
                fine("history", "--recipe", "fuse", "--tag", "history-test")
                        .out()
                        .lines()
                        .filter(line -> line.contains("simd,fuse"))
                        .count());

        HoneRun shown = fine("history", "show", first, "--json", file("shown.json"));
        assertTrue(shown.out().contains("note: the first one") && shown.out().contains("throughput"), shown.out());
        assertEquals(-1, Files.mismatch(folder.resolve("first.json"), folder.resolve("shown.json")));

        HoneRun compared = fine("history", "compare", file("first.json"), first, "--json", file("c.json"));
        assertTrue(compared.out().contains("not in turns"), compared.out());
        JsonNode comparison = HoneRun.json(folder.resolve("c.json")).get("comparison");
        assertEquals(1, comparison.get("throughBaselines").get("estimate").doubleValue());
        assertEquals(5, comparison.get("sizes").size());

        for (String name : List.of("r.html", "r.csv", "r.json")) {
            fine("report", first, "--out", file(name));
        }
        assertEquals(-1, Files.mismatch(folder.resolve("first.json"), folder.resolve("r.json")));
        assertTrue(Files.readString(folder.resolve("r.html")).contains("default-src 'none'"));
        assertTrue(Files.readString(folder.resolve("r.csv")).startsWith("side,recipe,sample"));
        refused("it ends in none of", "report", first, "--out", file("r.pdf"));
        refused("--ops is for CSV", "report", first, "--ops", "--out", file("r.html"));
        refused("--ops is for CSV (--json", "report", first, "--ops", "--json", file("r.json"));

        fine("report", first, "--json", file("again.json"));
        assertEquals(-1, Files.mismatch(folder.resolve("first.json"), folder.resolve("again.json")));
        refused("there is neither --out nor --json", "report", first);

        fine("history", "export", first, second, "--out", file("all.jsonl"), "--json", file("exported.json"));
        assertEquals(
                2, HoneRun.json(folder.resolve("exported.json")).get("exported").size());
        fine("history", "delete", first, second, "--json", file("deleted.json"));
        assertEquals(
                2, HoneRun.json(folder.resolve("deleted.json")).get("deleted").size());
        refused("no such report", "history", "show", first);
        assertTrue(fine("history", "import", file("all.jsonl")).out().contains("imported 2 reports; 0 were here"));
        assertTrue(fine("history", "import", file("all.jsonl"), "--json", file("in.json"))
                .out()
                .contains("imported 0 reports; 2 were here"));
        assertEquals(2, HoneRun.json(folder.resolve("in.json")).get("known").intValue());
        fine("history", "tag", second, "other", "--remove");
        assertTrue(fine("history", "show", second).out().contains("tags: history-test\n"));
        fine("history", "delete", first, second);
        assertEquals(
                List.of(),
                new History(Home.ofThisPerson().folder(), _ -> {})
                        .list(HistoryFilter.ALL).stream()
                                .filter(entry -> entry.tags().contains("history-test"))
                                .toList());
    }

    /** A run against another baseline, and a scenario: kept, shown, exported and compared as any other. */
    @Test
    void otherBaselinesAndScenariosAreKept() throws IOException {
        HoneRun run = fine(
                "run", "mlp", "--enable", "simd,fuse", "--against", "simd", "--batch", "8", "--json", file("run.json"));
        String pinned = kept(run);
        fine("history", "tag", pinned, "history-test");
        assertTrue(run.out().contains("simd,fuse against simd"), run.out());
        assertEquals(
                "simd",
                HoneRun.json(folder.resolve("run.json"))
                        .get("baseline")
                        .get("recipe")
                        .stringValue());
        HoneRun measured = fine(
                "scenario", "mlp", "--as", "single", "--enable", "simd,fuse", "--against", "simd", "--seconds", "0.5");
        String scenario = kept(measured);
        fine("history", "tag", scenario, "history-test");
        HoneRun shown = fine("history", "show", scenario, "--json", file("s.json"));
        assertTrue(shown.out().contains(measured.out()), shown.out());
        assertTrue(measured.out().contains("simd,fuse against simd"), measured.out());
        HoneRun listed = fine("history", "--tag", "history-test");
        assertTrue(listed.out().contains("single") && listed.out().contains("simd,fuse against simd"), listed.out());
        for (String name : List.of("s.html", "s.csv", "s2.json")) {
            fine("report", scenario, "--out", file(name));
        }
        assertEquals(-1, Files.mismatch(folder.resolve("s.json"), folder.resolve("s2.json")));
        assertTrue(Files.readString(folder.resolve("s.html")).contains("default-src 'none'"));
        assertTrue(Files.readString(folder.resolve("s.csv")).startsWith("side,recipe,what,nanoseconds,count"));
        refused("needs a report of hone run", "report", scenario, "--ops", "--out", file("s.csv"));
        refused("needs a report of hone run", "history", "compare", pinned, scenario);
        HoneRun compared = fine("history", "compare", file("s.json"), scenario, "--json", file("c.json"));
        assertTrue(compared.out().contains("not in turns"), compared.out());
        assertEquals(
                "within noise",
                HoneRun.json(folder.resolve("c.json"))
                        .get("comparison")
                        .get("verdict")
                        .stringValue());
        refused("the recipe cannot be read", "run", "mlp", "--against", "::");
    }

    @Test
    void badWordsAreRefusedInASentence() throws IOException {
        refused("no report's id", "history", "show", "nothing-of-the-kind");
        refused("there is no such file", "history", "compare", file("a.json"), "last");
        refused("at least one report", "history", "list", "--limit", "0");
        refused("name the reports to delete", "history", "delete");
        refused("no fewer than none", "history", "delete", "--all-but", "-1");
        refused("there is no such file", "history", "import", file("none"));
        refused("there are no such reports", "history", "export", "--tag", "no-such-tag", "--out", file("x"));
        refused("there is no folder", "history", "export", "--out", file("no/x"));
        Files.writeString(folder.resolve("bad.json"), "{}");
        refused("not a run report", "history", "import", file("bad.json"));
        for (String verb : List.of("list", "show", "tag", "note", "compare", "delete", "export", "import")) {
            HoneRun help = fine("history", verb, "--help");
            assertTrue(help.out().contains("Usage: hone history " + verb), help.out());
        }
    }
}
