package hone.profiler.history;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import hone.engine.HoneException;
import hone.engine.InvalidInput;
import hone.profiler.report.ExampleReport;
import hone.profiler.report.ExampleReports;
import hone.profiler.report.RunReport;
import hone.profiler.report.RunReportJson;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a history keeps, finds, and lets go. */
class HistoryTest {
    @TempDir
    Path folder;

    private final List<String> notes = new ArrayList<>();

    private History history() {
        // A folder whose name an address would have to escape, and that does not exist yet.
        return new History(folder.resolve("a b?c%20d#é"), notes::add);
    }

    private static HistoryFilter filter(String model, String recipe, String tag) {
        return new HistoryFilter(
                Optional.of(model).filter(text -> !text.isEmpty()),
                Optional.of(recipe).filter(text -> !text.isEmpty()),
                Optional.of(tag).filter(text -> !text.isEmpty()),
                100);
    }

    @Test
    void aReportComesBackWithEverySample() {
        History history = history();
        assertEquals(List.of(), history.list(HistoryFilter.ALL));
        assertFalse(Files.exists(history.path()), "reading makes nothing");
        String id = history.add(ExampleReport.report());
        assertEquals(64, id.length());
        assertEquals(id, history.add(ExampleReport.report()), "the same report is kept once");
        HistoryReport kept = history.show(id.substring(0, 8));
        assertEquals(ExampleReport.report(), kept.run());
        HistoryEntry entry = kept.entry();
        assertEquals(List.of(entry), history.list(HistoryFilter.ALL));
        assertEquals("mlp", entry.model());
        assertEquals("faster", entry.verdict());
        assertEquals(2.0, entry.speedup());
        assertEquals(100_000, entry.latencyNanos());
        assertEquals(440_000, entry.fileBytes());
        assertEquals("", entry.note());
        assertEquals(List.of(), notes);
    }

    /** A part that older programs did not know leaves the id of what they wrote as it was. */
    @Test
    void anOlderReportKeepsItsIdWhenItIsWrittenAgain() {
        RunReport older =
                ExampleReports.with("/baseline/memory/overcounted", "0", "/candidate/memory/overcounted", "0");
        String text = RunReportJson.text(older);
        assertFalse(text.contains("overcounted"), "left out, as an older program would have left it out");
        assertEquals(older, RunReportJson.parse(text, "here"));
    }

    @Test
    void theNewestComesFirstAndFiltersNarrow() {
        History history = history();
        for (int number : new int[] {3, 1, 2}) {
            history.add(ExampleReports.numbered(number));
        }
        String other = history.add(ExampleReports.with("/model", "\"cnn\"", "/recipe", "\"int8@100%_'\""));
        history.tag(other, List.of("lecture", "größe"));
        assertEquals(
                List.of("2026-01-02T03:04:05Z", "2026-01-02T00:03:05Z", "2026-01-02T00:02:05Z", "2026-01-02T00:01:05Z"),
                history.list(HistoryFilter.ALL).stream()
                        .map(HistoryEntry::created)
                        .toList());
        assertEquals(1, history.list(filter("cnn", "", "")).size());
        assertEquals(1, history.list(filter("", "%_'", "")).size(), "the text, not a pattern");
        assertEquals(0, history.list(filter("", "x%y", "")).size());
        assertEquals(1, history.list(filter("", "", "lecture")).size());
        assertEquals(0, history.list(filter("mlp", "", "lecture")).size());
        assertEquals(
                2,
                history.list(new HistoryFilter(Optional.empty(), Optional.empty(), Optional.empty(), 2))
                        .size());
        assertEquals(other, history.find(History.LAST).id());
        assertThrows(
                InvalidInput.class, () -> new HistoryFilter(Optional.empty(), Optional.empty(), Optional.empty(), 0));
    }

    @Test
    void tagsAndNotesComeAndGo() {
        History history = history();
        String id = history.add(ExampleReport.report());
        history.tag(id, List.of("b", "a", "a"));
        history.note(id, "first\nsecond");
        assertEquals(List.of("a", "b"), history.find(id).tags());
        assertEquals("first\nsecond", history.find(id).note());
        history.untag(id, List.of("a", "c"));
        history.note(id, "");
        assertEquals(List.of("b"), history.find(id).tags());
        assertEquals("", history.find(id).note());
        for (String bad : List.of("", " ", "a b", "-x", "a\u001b[2J", "x".repeat(41))) {
            assertThrows(InvalidInput.class, () -> history.tag(id, List.of("fine", bad)), bad);
        }
        assertEquals(List.of("b"), history.find(id).tags(), "a bad tag adds none of the others");
        assertThrows(InvalidInput.class, () -> history.note(id, "\u001b[2J"));
        assertThrows(InvalidInput.class, () -> history.note(id, "x".repeat(2_001)));
    }

    @Test
    void onlyOneReportIsEverMeant() {
        History history = history();
        assertThrows(InvalidInput.class, () -> history.find(History.LAST));
        String id = history.add(ExampleReport.report());
        for (String bad : List.of("", "abc", "latest", "%", id + "0", "'; DROP TABLE report")) {
            InvalidInput refused = assertThrows(InvalidInput.class, () -> history.show(bad), bad);
            assertEquals(1, refused.getMessage().lines().count());
        }
        assertEquals(
                id,
                history.find(id.substring(0, 4).toUpperCase(java.util.Locale.ROOT))
                        .id());
        String absent = id.startsWith("0000") ? "ffff" : "0000";
        assertThrows(InvalidInput.class, () -> history.delete(List.of(id, absent)));
        assertEquals(1, history.list(HistoryFilter.ALL).size(), "all or none");
        assertEquals(1, history.delete(List.of(id, id.substring(0, 8))).size());
        assertEquals(List.of(), history.list(HistoryFilter.ALL));
    }

    @Test
    void pruningSparesWhatAPersonHasMarked() {
        History history = history();
        List<String> ids = new ArrayList<>();
        for (int number = 0; number < 6; number++) {
            ids.add(history.add(ExampleReports.numbered(number)));
        }
        history.tag(ids.get(0), List.of("keep"));
        history.note(ids.get(1), "keep");
        assertEquals(2, history.prune(2).size());
        assertEquals(
                List.of(ids.get(5), ids.get(4), ids.get(1), ids.get(0)),
                history.list(HistoryFilter.ALL).stream().map(HistoryEntry::id).toList());
        assertEquals(List.of(), history.prune(2));
    }

    @Test
    void anExportComesBackWithTagsAndNotes() throws IOException {
        History history = history();
        for (int number = 0; number < 3; number++) {
            history.note(history.add(ExampleReports.numbered(number)), "note " + number);
        }
        history.tag(History.LAST, List.of("best"));
        Path file = folder.resolve("all.jsonl");
        List<HistoryEntry> all = history.list(HistoryFilter.ALL);
        history.export(all, file);
        History elsewhere = new History(folder.resolve("elsewhere"), notes::add);
        History.Imported imported = elsewhere.take(file);
        assertEquals(3, imported.ids().size());
        assertEquals(0, imported.known());
        assertEquals(all, elsewhere.list(HistoryFilter.ALL));
        assertEquals(
                history.show(History.LAST).run(), elsewhere.show(History.LAST).run());
        elsewhere.untag(History.LAST, List.of("best"));
        assertEquals(new History.Imported(List.of(), 3), elsewhere.take(file));
        assertEquals(List.of(), elsewhere.find(History.LAST).tags(), "what is known stays as it is");

        List<String> lines = new ArrayList<>(Files.readAllLines(file));
        lines.set(3, lines.get(3).replace("\"verdict\":\"faster\"", "\"verdict\":\"quickest\""));
        lines.set(1, lines.get(1).replace("\"seed\":2", "\"seed\":77"));
        Files.write(file, lines);
        InvalidInput refused = assertThrows(InvalidInput.class, () -> elsewhere.take(file));
        assertTrue(refused.getMessage().contains("line 4"), refused.getMessage());
        assertEquals(3, elsewhere.list(HistoryFilter.ALL).size(), "nothing half-done");
    }

    @Test
    void oneReportsFileIsTakenToo() throws IOException {
        Path file = folder.resolve("report.json");
        hone.profiler.report.RunReportJson.write(ExampleReport.report(), file);
        assertEquals(1, history().take(file).ids().size());
        assertEquals(1, history().take(file).known(), "the same report, measured or imported, has one id");
        for (String bad : List.of(
                "",
                "no json",
                "{\"format\":\"hone-history\",\"version\":3}\n",
                "{\"format\":\"hone-history\",\"version\":1}\n{}\n",
                "{\"format\":\"hone-history\",\"version\":1}\n{\"report\":{}}\n",
                "{\"format\":\"hone-history\",\"version\":1}\n{\"report\":\n",
                "{\"format\":\"hone-history\",\"version\":1}\n[[[[\n")) {
            Files.writeString(file, bad);
            HoneException refused =
                    assertThrows(HoneException.class, () -> history().take(file), bad);
            assertEquals(1, refused.getMessage().lines().count());
        }
        Files.write(file, new byte[] {'{', (byte) 0xC3, '\n'});
        assertThrows(InvalidInput.class, () -> history().take(file));
        assertThrows(InvalidInput.class, () -> history().take(folder.resolve("none")));
        assertEquals(1, history().list(HistoryFilter.ALL).size());
    }

    @Test
    void theHashIsOfTheContentAndNotOfTheForm() {
        RunReport report = ExampleReport.report();
        String text = hone.profiler.report.RunReportJson.text(report);
        String hash = ContentHash.of(text);
        assertEquals(hash, ContentHash.of(text.replace("\n", "").replace(" : ", ":")));
        assertEquals(hash, ContentHash.of(text.replaceFirst("\\{", "{\"later\":null,")));
        assertFalse(hash.equals(ContentHash.of(text.replaceFirst("\"seed\" : 42", "\"seed\" : 43"))));
    }
}
