package hone.profiler.history;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import hone.engine.random.CounterRandom;
import hone.profiler.JavaProcess;
import hone.profiler.report.ExampleReports;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A process that is killed while it saves loses nothing that it had said was saved. */
class KilledHistoryTest {
    private static final long SEED = 20261126;
    private static final int MANY = 30;

    @TempDir
    Path folder;

    private final List<String> acknowledged = new ArrayList<>();

    @Test
    void nothingAcknowledgedIsLost() throws Exception {
        killRounds(3, false);
    }

    @Test
    @Tag("slow")
    void nothingAcknowledgedIsLostInManyRounds() throws Exception {
        killRounds(40, false);
    }

    /** Transactions of many reports: of each, all or nothing is there afterwards. */
    @Test
    @Tag("slow")
    void noTransactionIsHalfDone() throws Exception {
        killRounds(25, true);
    }

    private void killRounds(int rounds, boolean imports) throws Exception {
        Path many = folder.resolve("many.jsonl");
        if (imports) {
            writeMany(many);
        }
        CounterRandom random = new CounterRandom(SEED, imports ? 2 : 1, 0);
        for (int round = 0; round < rounds; round++) {
            List<String> command = JavaProcess.command();
            command.addAll(List.of(SavingLoop.class.getName(), folder.toString(), String.valueOf(round * 10_000)));
            if (imports) {
                command.add(many.toString());
            }
            killed(command, 1 + random.nextInt(8), random.nextInt(40_000));
            check(round, imports);
        }
    }

    private void writeMany(Path many) {
        History source = new History(folder.resolve("source"), _ -> {});
        IntStream.range(0, MANY)
                .forEach(
                        number -> source.add(ExampleReports.of(ExampleReports.numbered(number), "/model", "\"many\"")));
        source.export(source.list(HistoryFilter.ALL), many);
    }

    /** Kills the process so many microseconds after its n-th word, and notes down all that it said was saved. */
    private void killed(List<String> command, int words, int micros) throws IOException, InterruptedException {
        Path said = Files.createTempFile(folder, "said", ".txt");
        Process process = new ProcessBuilder(command)
                .redirectOutput(said.toFile())
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        try {
            long until = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
            while (lines(said).size() < words) {
                assertTrue(process.isAlive() && System.nanoTime() < until, "it saves no more");
                TimeUnit.MILLISECONDS.sleep(2);
            }
            TimeUnit.MICROSECONDS.sleep(micros);
        } finally {
            process.destroyForcibly();
            assertTrue(process.waitFor(10, TimeUnit.SECONDS));
        }
        for (String line : lines(said)) {
            assertTrue(line.startsWith("saved "), "the process said " + line);
            acknowledged.add(line.substring("saved ".length()));
        }
    }

    /** The whole lines of the file: the last may be cut off by the kill. */
    private static List<String> lines(Path said) throws IOException {
        String text = Files.readString(said);
        return text.substring(0, text.lastIndexOf('\n') + 1).lines().toList();
    }

    private void check(int round, boolean imports) throws SQLException {
        List<String> notes = new ArrayList<>();
        History history = new History(folder, notes::add);
        List<String> there =
                history.list(HistoryFilter.ALL).stream().map(HistoryEntry::id).toList();
        assertTrue(there.containsAll(acknowledged), "lost in round " + round + " of seed " + SEED);
        acknowledged.stream()
                .skip(Math.max(0, acknowledged.size() - 5))
                .forEach(id -> assertEquals(
                        id,
                        ContentHash.of(hone.profiler.report.RunReportJson.text(
                                history.show(id).run()))));
        assertEquals(List.of(), notes);
        if (imports) {
            long many = history.list(HistoryFilter.ALL).stream()
                    .filter(entry -> entry.model().equals("many"))
                    .count();
            assertTrue(many == 0 || many == MANY, many + " of " + MANY + " in round " + round);
        }
        try (Connection connection = HistoryFile.open(history.path());
                Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery("PRAGMA integrity_check")) {
            assertTrue(result.next());
            assertEquals("ok", result.getString(1));
        }
        assertTrue(Files.exists(history.path()));
    }
}
