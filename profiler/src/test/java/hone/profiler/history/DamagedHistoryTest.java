package hone.profiler.history;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import hone.engine.HoneException;
import hone.engine.InvalidInput;
import hone.engine.random.CounterRandom;
import hone.profiler.report.ExampleReport;
import hone.profiler.report.ExampleReports;
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

/** A file that is no history any more, or none yet, or one of tomorrow's. */
class DamagedHistoryTest {
    private static final long SEED = 20261126;

    @TempDir
    Path folder;

    private final List<String> notes = new ArrayList<>();

    private History history() {
        return new History(folder, notes::add);
    }

    private Path file() {
        return history().path();
    }

    private void sql(String... statements) throws SQLException {
        try (Connection connection = HistoryFile.open(file());
                Statement statement = connection.createStatement()) {
            for (String each : statements) {
                statement.execute(each);
            }
        }
    }

    @Test
    void whatIsNoDatabaseIsKeptAside() throws IOException {
        byte[] bytes = "this is no database, and long enough not to be taken for an empty one"
                .repeat(20)
                .getBytes(java.nio.charset.StandardCharsets.UTF_8);
        for (int n = 1; n <= 2; n++) {
            Files.write(file(), bytes);
            history().add(ExampleReport.report());
            assertEquals(1, history().list(HistoryFilter.ALL).size());
            assertArrayEquals(bytes, Files.readAllBytes(folder.resolve("history.sqlite.damaged-" + n)));
            assertEquals(n, notes.size(), notes.toString());
            assertTrue(notes.getLast().contains("it is no database"), notes.getLast());
            assertEquals(1, notes.getLast().lines().count());
        }
    }

    @Test
    void anotherProgramsDatabaseIsKeptAside() throws SQLException {
        sql("CREATE TABLE birds (name TEXT)");
        history().add(ExampleReport.report());
        assertTrue(Files.exists(folder.resolve("history.sqlite.damaged-1")));
        assertTrue(notes.getFirst().contains("no history of this program's"), notes.toString());
    }

    @Test
    void anEmptyFileIsAHistoryToBegin() throws IOException {
        Files.createFile(file());
        assertEquals(List.of(), history().list(HistoryFilter.ALL));
        history().add(ExampleReport.report());
        assertEquals(1, history().list(HistoryFilter.ALL).size());
        assertEquals(List.of(), notes);
    }

    @Test
    void aLaterVersionIsRefusedAndLeftAlone() throws IOException, SQLException {
        history().add(ExampleReport.report());
        sql("PRAGMA user_version = 3");
        byte[] before = Files.readAllBytes(file());
        InvalidInput refused = assertThrows(InvalidInput.class, () -> history().add(ExampleReports.numbered(1)));
        assertTrue(refused.getMessage().contains("version 3"), refused.getMessage());
        assertThrows(InvalidInput.class, () -> history().list(HistoryFilter.ALL));
        assertArrayEquals(before, Files.readAllBytes(file()));
        assertFalse(Files.exists(folder.resolve("history.sqlite.damaged-1")));
    }

    @Test
    void readableReportsOfADamagedFileAreTakenOver() throws IOException {
        int reports = 20;
        for (int number = 0; number < reports; number++) {
            history().tag(history().add(ExampleReports.numbered(number)), List.of("n" + number));
        }
        byte[] good = Files.readAllBytes(file());
        CounterRandom random = new CounterRandom(SEED, 1, 0);
        int replaced = 0;
        int takenOver = 0;
        for (int round = 0; round < 8; round++) {
            notes.clear();
            byte[] bad = good.clone();
            int page = 4096 * (1 + random.nextInt(bad.length / 4096 - 1));
            for (int i = 0; i < 4096; i++) {
                bad[page + i] = (byte) random.nextInt(256);
            }
            Files.write(file(), bad);
            if (worksOn(bad)) {
                replaced++;
                takenOver += history().list(HistoryFilter.ALL).size() - 1;
            }
        }
        assertTrue(takenOver > reports, takenOver + " reports were taken over (seed " + SEED + ")");
        assertTrue(replaced >= 3, replaced + " of 8 damages were noticed (seed " + SEED + ")");
    }

    /** Uses a damaged history; whether it was replaced, and then with nothing made up and nothing thrown away. */
    private boolean worksOn(byte[] bad) throws IOException {
        String fresh;
        try {
            fresh = history().add(ExampleReport.report());
        } catch (HoneException e) {
            assertEquals(1, e.getMessage().lines().count());
            return false;
        }
        assertEquals(ExampleReport.report(), history().show(fresh).run());
        for (HistoryEntry entry : history().list(HistoryFilter.ALL)) {
            try {
                history().show(entry.id());
            } catch (InvalidInput e) {
                assertTrue(e.getMessage().contains(entry.shortId()), e.getMessage());
            }
        }
        if (notes.isEmpty()) {
            return false;
        }
        int n = 1;
        while (Files.exists(folder.resolve("history.sqlite.damaged-" + (n + 1)))) {
            n++;
        }
        byte[] aside = Files.readAllBytes(folder.resolve("history.sqlite.damaged-" + n));
        assertTrue(aside.length >= bad.length, "the damaged file is kept");
        return true;
    }

    @Test
    void aPlaceThatCannotBeWrittenIsSaidInASentence() throws IOException {
        Path blocked = Files.createFile(folder.resolve("file"));
        HoneException refused =
                assertThrows(HoneException.class, () -> new History(blocked, notes::add).add(ExampleReport.report()));
        assertEquals(1, refused.getMessage().lines().count());
        Files.createDirectory(file());
        assertThrows(HoneException.class, () -> history().add(ExampleReport.report()));
    }
}
