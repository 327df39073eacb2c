package hone.profiler.history;

import hone.engine.IoReason;
import hone.engine.Unavailable;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.function.Consumer;

/**
 * Puts a damaged history aside under another name, never over an older one, and takes over what can be read of it. One
 * process at a time does so, and looks again before: another may have done it already.
 */
final class DamagedHistory {
    private final HistoryFile history;
    private final Path file;
    private final Consumer<String> notes;

    DamagedHistory(HistoryFile history, Consumer<String> notes) {
        this.history = history;
        this.file = history.path();
        this.notes = notes;
    }

    /**
     * @param why what is wrong with the file, as a clause
     * @throws Unavailable if it cannot be put aside
     */
    void replace(String why) {
        Path lockFile = file.resolveSibling(file.getFileName() + ".lock");
        try (FileChannel channel = FileChannel.open(lockFile, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                FileLock _ = channel.lock()) {
            if (isDamaged()) {
                takeOver(putAside(), why);
            }
        } catch (OverlappingFileLockException e) {
            throw new Unavailable("the history " + file, "it is just being put aside, as " + why, "try again");
        } catch (IOException e) {
            throw new Unavailable(
                    "the history " + file,
                    why + ", and it cannot be put aside: " + IoReason.of(e),
                    "move it away, and a new one is begun");
        }
    }

    private boolean isDamaged() {
        if (!Files.exists(file)) {
            return false;
        }
        try (Connection connection = HistoryFile.open(file);
                Statement statement = connection.createStatement()) {
            if (HistorySchema.kind(connection, file.toString()) == HistorySchema.Kind.FOREIGN) {
                return true;
            }
            try (ResultSet result = statement.executeQuery("PRAGMA integrity_check(1)")) {
                return !result.next() || !"ok".equals(result.getString(1));
            }
        } catch (SQLException e) {
            return HistoryFile.damage(e).isPresent();
        }
    }

    private Path putAside() throws IOException {
        int n = 1;
        while (Files.exists(aside(n))) {
            n++;
        }
        // A journal that still waits for its file belongs to it under its new name as well.
        Path journal = journal(file);
        if (Files.exists(journal)) {
            Files.move(journal, journal(aside(n)));
        }
        return Files.move(file, aside(n));
    }

    private Path aside(int n) {
        return file.resolveSibling(file.getFileName() + ".damaged-" + n);
    }

    private static Path journal(Path database) {
        return database.resolveSibling(database.getFileName() + "-journal");
    }

    private void takeOver(Path aside, String why) {
        int kept = HistorySalvage.between(aside, history);
        notes.accept("the history was damaged (" + why + "); it is kept as " + aside + ", and a new one was begun"
                + (kept == 0 ? "" : " with the " + kept + " reports that could still be read"));
    }
}
