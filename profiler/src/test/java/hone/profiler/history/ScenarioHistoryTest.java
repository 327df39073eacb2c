package hone.profiler.history;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import hone.engine.InvalidInput;
import hone.profiler.report.ExampleReport;
import hone.profiler.scenario.ExampleScenarios;
import hone.profiler.scenario.ScenarioReport;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Reports of scenarios in the history, beside those of runs, and a history that knew runs only. */
class ScenarioHistoryTest {
    @TempDir
    Path folder;

    private final List<String> notes = new ArrayList<>();

    private History history(String name) {
        return new History(folder.resolve(name), notes::add);
    }

    @Test
    void aScenarioComesBackWithEveryValue() {
        History history = history("a");
        String run = history.add(ExampleReport.report());
        for (ScenarioReport report : List.of(
                ExampleScenarios.single("simd", 3),
                ExampleScenarios.offline("simd", 3),
                ExampleScenarios.server("simd", 100, 3))) {
            String id = history.add(new KeptReport.Scenario(report));
            assertEquals(id, history.add(new KeptReport.Scenario(report)), "kept once");
            HistoryReport kept = history.show(id);
            assertEquals(new KeptReport.Scenario(report), kept.report());
            HistoryEntry entry = kept.entry();
            assertEquals(report.result().kind().id(), entry.kind());
            assertEquals("faster", entry.verdict());
            assertEquals(3, entry.speedup());
            assertEquals(
                    report.result().kind().id().equals("server") ? 140_000 : 70_000,
                    entry.latencyNanos(),
                    report.result().kind().id().equals("offline") ? 60_000 : 20_000);
            assertEquals("", entry.metric());
            InvalidInput refused = assertThrows(InvalidInput.class, kept::run);
            assertTrue(refused.getMessage().contains("scenario " + entry.kind()), refused.getMessage());
        }
        assertEquals(4, history.list(HistoryFilter.ALL).size());
        assertEquals(KeptReport.RUN, history.find(run).kind());
        assertEquals(List.of(), notes);
    }

    @Test
    void itTravelsAndGoesLikeAnyOther() throws IOException {
        History history = history("a");
        String id = history.add(new KeptReport.Scenario(ExampleScenarios.server("simd", 100, 3)));
        history.add(ExampleReport.report());
        history.tag(id, List.of("lecture"));
        Path file = folder.resolve("all.jsonl");
        history.export(history.list(HistoryFilter.ALL), file);
        History elsewhere = history("b");
        assertEquals(2, elsewhere.take(file).ids().size());
        assertEquals(history.find(id), elsewhere.find(id));
        Path alone = folder.resolve("alone.json");
        Files.writeString(alone, history.show(id).report().json());
        assertEquals(1, elsewhere.take(alone).known());
        elsewhere.delete(List.of(id));
        assertEquals(1, elsewhere.list(HistoryFilter.ALL).size());
        assertEquals(1, elsewhere.take(alone).ids().size(), "its kind went with it");
        assertEquals("server", elsewhere.find(id).kind());
    }

    @Test
    void aHistoryThatKnewRunsOnlyIsRenewedWithEverythingInIt() throws IOException, SQLException {
        History history = history("a");
        String run = history.add(ExampleReport.report());
        history.tag(run, List.of("old"));
        HistoryEntry before = history.find(run);
        older(history);
        byte[] asItWas = Files.readAllBytes(history.path());
        assertEquals(List.of(before), history.list(HistoryFilter.ALL));
        assertEquals(ExampleReport.report(), history.show(run).run());
        assertArrayEquals(asItWas, Files.readAllBytes(history.path()), "reading changes nothing");
        String scenario = history.add(new KeptReport.Scenario(ExampleScenarios.single("simd", 3)));
        assertEquals("single", history.find(scenario).kind());
        assertEquals(before, history.find(run));
        assertEquals(List.of(), notes, "nothing was unusual");
    }

    /** Two programs that find an older file at the same moment both get their report into it. */
    @Test
    void twoRenewItAtOnce() throws Exception {
        for (int round = 0; round < 5; round++) {
            String name = "at-once-" + round;
            History first = history(name);
            first.add(ExampleReport.report());
            older(first);
            Thread other = Thread.ofPlatform()
                    .start(() -> history(name).add(new KeptReport.Scenario(ExampleScenarios.offline("simd", 3))));
            first.add(new KeptReport.Scenario(ExampleScenarios.single("simd", 3)));
            other.join();
            assertEquals(3, first.list(HistoryFilter.ALL).size());
        }
        assertEquals(List.of(), notes, "nothing was unusual");
    }

    private static void older(History history) throws SQLException {
        try (Connection connection = HistoryFile.open(history.path());
                Statement statement = connection.createStatement()) {
            statement.execute("DROP TABLE kind");
            statement.execute("PRAGMA user_version = 1");
        }
    }

    @Test
    void halfAScenarioIsRefusedInOneSentence() {
        String whole = new KeptReport.Scenario(ExampleScenarios.server("simd", 100, 3)).json();
        for (String cut : List.of(
                "\"latency\"", "\"verdict\"", "\"candidate\"", "\"sentence\"", "\"cpu\"", "\"lag\"", "\"histogram\"")) {
            String bad = whole.replace(cut, "\"nothing\"");
            InvalidInput refused = assertThrows(InvalidInput.class, () -> KeptReport.parse(bad, "a file"), cut);
            assertEquals(1, refused.getMessage().lines().count());
            assertTrue(refused.getMessage().contains("a file"), refused.getMessage());
        }
    }
}
