package hone.profiler.history;

import hone.engine.HoneException;
import hone.engine.InvalidInput;
import hone.engine.IoReason;
import hone.engine.Unavailable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Optional;
import java.util.function.Consumer;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteException;

/**
 * The database file: opened for each piece of work and closed behind it, so that processes meet only while one of them
 * writes. A transaction is on the disk when {@link #write} returns; the journal is SQLite's rollback journal, which also
 * holds on network drives. A damaged file is put aside, and what can be read of it is taken over into a new one.
 */
final class HistoryFile {
    /** Something to do with an open history. */
    @FunctionalInterface
    interface Work<T> {
        T with(Connection connection) throws SQLException;
    }

    private static final int BUSY_MILLIS = 5_000;

    private final Path folder;
    private final Path file;
    private final Consumer<String> notes;

    /**
     * @param folder it lies in, which need not exist yet
     * @param notes hears plain sentences on what was unusual
     */
    HistoryFile(Path folder, String name, Consumer<String> notes) {
        this.folder = folder.toAbsolutePath();
        this.file = this.folder.resolve(name);
        this.notes = notes;
    }

    Path path() {
        return file;
    }

    /**
     * Reads, without changing or making anything.
     *
     * @param ifNone the answer where no history was begun yet
     * @throws HoneException if the file cannot be used
     */
    <T> T read(Work<T> work, T ifNone) {
        return Files.exists(file)
                ? guarded(connection -> begun(connection, HistorySchema::stand) ? work.with(connection) : ifNone)
                : ifNone;
    }

    /**
     * Writes in one transaction, all of it or nothing.
     *
     * @throws HoneException if the file cannot be used
     */
    <T> T write(Work<T> work) {
        makeFolder(folder);
        return guarded(connection -> {
            boolean begun = begun(connection, this::renew);
            try (Statement statement = connection.createStatement()) {
                // Pages of deleted reports are given back to the disk; settled before the first table is made.
                statement.execute("PRAGMA auto_vacuum = FULL");
            }
            connection.setAutoCommit(false); // the next statement begins a transaction that lets no other writer in
            if (!begun && !begun(connection, this::renew)) {
                HistorySchema.make(connection);
            }
            T result = work.with(connection);
            connection.commit();
            return result;
        });
    }

    /** @param older what to do where the file has an older version */
    private boolean begun(Connection connection, Readying older) throws SQLException {
        return switch (HistorySchema.kind(connection, file.toString())) {
            case OURS -> true;
            case OLDER -> {
                older.ready(connection);
                yield true;
            }
            case EMPTY -> false;
            case FOREIGN -> throw new Damaged("it is no history of this program's");
        };
    }

    /** Makes a file of an older version usable. */
    @FunctionalInterface
    private interface Readying {
        void ready(Connection connection) throws SQLException;
    }

    private void renew(Connection connection) throws SQLException {
        boolean alone = connection.getAutoCommit();
        connection.setAutoCommit(false);
        if (HistorySchema.kind(connection, file.toString()) == HistorySchema.Kind.OLDER) { // no other was faster
            HistorySchema.renew(connection);
        }
        if (alone) {
            connection.commit();
            connection.setAutoCommit(true);
        }
    }

    /** Does the work; where the file turns out damaged, puts it aside and does the work once more. */
    private <T> T guarded(Work<T> work) {
        try {
            return opened(work);
        } catch (SQLException e) {
            Optional<String> damage = damage(e);
            if (damage.isEmpty()) {
                throw refusal(e);
            }
            new DamagedHistory(this, notes).replace(damage.get());
        }
        try {
            return opened(work);
        } catch (SQLException e) {
            throw refusal(e);
        }
    }

    private <T> T opened(Work<T> work) throws SQLException {
        try (Connection connection = open(file)) {
            return work.with(connection);
        }
    }

    /** Opens a database; the caller closes it. */
    static Connection open(Path file) throws SQLException {
        String natives = System.getProperty("org.sqlite.tmpdir");
        if (natives != null) {
            makeFolder(Path.of(natives)); // SQLite's library is unpacked there, and expects the folder
        }
        SQLiteConfig config = new SQLiteConfig();
        config.setBusyTimeout(BUSY_MILLIS);
        config.enforceForeignKeys(true);
        config.setTransactionMode(SQLiteConfig.TransactionMode.IMMEDIATE);
        // As an address, since a bare path with a question mark would be taken apart there.
        Connection connection = config.createConnection("jdbc:sqlite:" + file.toUri());
        try (Statement statement = connection.createStatement()) {
            statement.execute("PRAGMA synchronous = EXTRA"); // the folder is forced to disk too
            statement.execute("PRAGMA trusted_schema = OFF");
            statement.execute("PRAGMA cell_size_check = ON");
        } catch (SQLException e) {
            connection.close();
            throw e;
        }
        return connection;
    }

    private static void makeFolder(Path folder) {
        try {
            Files.createDirectories(folder);
        } catch (IOException e) {
            throw new InvalidInput(
                    "cannot make the folder of the history",
                    folder.toString(),
                    IoReason.of(e),
                    "set HONE_HOME to a folder you may write to");
        }
    }

    /** Thrown where a file is a whole database, but none of ours. */
    private static final class Damaged extends SQLException {
        private static final long serialVersionUID = 1L;

        Damaged(String why) {
            super(why);
        }
    }

    /** Says that the file is a database of ours, and yet does not do what it should: it is then put aside. */
    static SQLException damaged(String why) {
        return new Damaged(why);
    }

    /** What is wrong with the file; empty where the file is not to blame. */
    static Optional<String> damage(SQLException e) {
        return switch (e) {
            case Damaged own -> Optional.of(String.valueOf(own.getMessage()));
            case SQLiteException known
            when plain(known) == SQLiteErrorCode.SQLITE_NOTADB.code -> Optional.of("it is no database");
            case SQLiteException known
            when plain(known) == SQLiteErrorCode.SQLITE_CORRUPT.code -> Optional.of("its pages contradict each other");
            default -> Optional.empty();
        };
    }

    private static int plain(SQLiteException e) {
        return e.getResultCode().code & 0xFF;
    }

    private HoneException refusal(SQLException e) {
        int code = e instanceof SQLiteException known ? plain(known) : -1;
        if (code == SQLiteErrorCode.SQLITE_BUSY.code || code == SQLiteErrorCode.SQLITE_LOCKED.code) {
            return new Unavailable(
                    "the history " + file,
                    "another program has been writing to it for more than " + BUSY_MILLIS / 1000 + " s",
                    "try again when that is done");
        }
        return new Unavailable("the history " + file, reason(code, e), "HONE_HOME names another folder for it");
    }

    private static String reason(int code, SQLException e) {
        if (code == SQLiteErrorCode.SQLITE_FULL.code) {
            return "the disk is full";
        }
        if (code == SQLiteErrorCode.SQLITE_READONLY.code || code == SQLiteErrorCode.SQLITE_CANTOPEN.code) {
            return "the file or its folder cannot be written";
        }
        return String.valueOf(e.getMessage()).lines().findFirst().orElse("");
    }
}
