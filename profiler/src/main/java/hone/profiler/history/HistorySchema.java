package hone.profiler.history;

import hone.engine.InvalidInput;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;

/** The tables of the history, the mark by which its file is known, and its version. */
final class HistorySchema {
    /** The version this program writes, and the latest that it reads. */
    static final int VERSION = 2;

    /** "Hone" in ASCII: the file's {@code application_id}. */
    private static final int MARK = 0x486F6E65;

    /** The packed report stands last, so that a list reads none of its pages. */
    private static final List<String> TABLES =
            List.of("""
            CREATE TABLE report (
                number INTEGER PRIMARY KEY AUTOINCREMENT,
                id TEXT NOT NULL UNIQUE,
                created TEXT NOT NULL,
                model TEXT NOT NULL,
                checkpoint TEXT NOT NULL,
                data TEXT NOT NULL,
                recipe TEXT NOT NULL,
                baseline TEXT NOT NULL,
                batch INTEGER NOT NULL,
                product TEXT NOT NULL,
                cpu TEXT NOT NULL,
                profile TEXT NOT NULL,
                verdict TEXT NOT NULL,
                speedup REAL,
                low REAL,
                high REAL,
                latency_nanos REAL,
                metric TEXT NOT NULL,
                quality REAL,
                file_bytes INTEGER NOT NULL,
                peak_bytes INTEGER NOT NULL,
                certified INTEGER NOT NULL,
                note TEXT NOT NULL DEFAULT '',
                json BLOB NOT NULL
            ) STRICT""", "CREATE INDEX report_by_time ON report (created DESC, number DESC)", """
            CREATE TABLE tag (
                report INTEGER NOT NULL REFERENCES report (number) ON DELETE CASCADE,
                tag TEXT NOT NULL,
                PRIMARY KEY (report, tag)
            ) STRICT, WITHOUT ROWID""");

    /** Of reports that are no runs; version 1 knew runs only. A table of its own, as a column would stand behind the packed report. */
    private static final String KINDS = """
            CREATE TABLE kind (
                report INTEGER PRIMARY KEY REFERENCES report (number) ON DELETE CASCADE,
                kind TEXT NOT NULL
            ) STRICT""";

    private HistorySchema() {}

    /** What kind of file was opened. */
    enum Kind {
        OURS,
        OLDER,
        EMPTY,
        FOREIGN
    }

    /**
     * @throws InvalidInput if a later version of the program wrote the file
     */
    static Kind kind(Connection connection, String file) throws SQLException {
        if (number(connection, "PRAGMA application_id") != MARK) {
            return number(connection, "SELECT count(*) FROM sqlite_schema") == 0 ? Kind.EMPTY : Kind.FOREIGN;
        }
        long version = number(connection, "PRAGMA user_version");
        if (version > VERSION) {
            throw new InvalidInput(
                    "cannot use the history",
                    file,
                    "it has version " + version + ", and this program knows versions up to " + VERSION,
                    "use the program that wrote it, or a later one");
        }
        if (version == VERSION) {
            return Kind.OURS;
        }
        return version >= 1 ? Kind.OLDER : Kind.FOREIGN;
    }

    /** Makes the tables; within a transaction. */
    static void make(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            for (String table : TABLES) {
                statement.execute(table);
            }
            statement.execute(KINDS);
            statement.execute("PRAGMA application_id = " + MARK);
            statement.execute("PRAGMA user_version = " + VERSION);
        }
    }

    /** Brings the tables of an older version up to this one, without touching a report; within a transaction. */
    static void renew(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(KINDS);
            statement.execute("PRAGMA user_version = " + VERSION);
        }
    }

    /** What a file of an older version lacks, for this connection alone: nothing is written. */
    static void stand(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute("CREATE TEMP TABLE kind (report INTEGER PRIMARY KEY, kind TEXT NOT NULL)");
        }
    }

    static long number(Connection connection, String query) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery(query)) {
            return result.next() ? result.getLong(1) : 0;
        }
    }
}
