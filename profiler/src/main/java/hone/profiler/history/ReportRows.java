package hone.profiler.history;

import hone.engine.InvalidInput;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reports as rows of the database, and back. */
final class ReportRows {
    private static final String COLUMNS = "number, id, coalesce((SELECT kind FROM kind WHERE kind.report = number), '"
            + KeptReport.RUN + "') AS kind, created, model, checkpoint, data, recipe, baseline, batch, product,"
            + " cpu, profile, verdict, speedup, low, high, latency_nanos, metric, quality, file_bytes, peak_bytes,"
            + " certified, note";

    private ReportRows() {}

    /** Adds a report with its tags; false, and nothing done, where it is there already. */
    static boolean insert(Connection connection, StoredReport stored) throws SQLException {
        try (PreparedStatement insert = connection.prepareStatement("INSERT OR IGNORE INTO report (id, created, model,"
                + " checkpoint, data, recipe, baseline, batch, product, cpu, profile, verdict, speedup, low, high,"
                + " latency_nanos, metric, quality, file_bytes, peak_bytes, certified, note, json)"
                + " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)")) {
            fill(insert, stored);
            if (insert.executeUpdate() == 0) {
                return false;
            }
        }
        String kind = stored.entry().kind();
        if (!kind.equals(KeptReport.RUN)) {
            kind(connection, stored.id(), kind);
        }
        for (String tag : stored.tags()) {
            tag(connection, stored.id(), tag);
        }
        return true;
    }

    private static void kind(Connection connection, String id, String kind) throws SQLException {
        try (PreparedStatement insert = connection.prepareStatement(
                "INSERT INTO kind (report, kind) SELECT number, ? FROM report WHERE id = ?")) {
            insert.setString(1, kind);
            insert.setString(2, id);
            if (insert.executeUpdate() != 1) {
                throw HistoryFile.damaged("a report that was just filed is not found in it");
            }
        }
    }

    private static void fill(PreparedStatement insert, StoredReport stored) throws SQLException {
        HistoryEntry entry = stored.entry();
        Object[] values = {
            entry.id(),
            entry.created(),
            entry.model(),
            entry.checkpoint(),
            entry.data(),
            entry.recipe(),
            entry.baseline(),
            entry.batch(),
            entry.product(),
            entry.cpu(),
            entry.profile(),
            entry.verdict(),
            entry.speedup(),
            entry.low(),
            entry.high(),
            entry.latencyNanos(),
            entry.metric(),
            entry.quality(),
            entry.fileBytes(),
            entry.peakBytes(),
            entry.certified() ? 1 : 0,
            entry.note(),
            PackedText.pack(stored.json())
        };
        for (int i = 0; i < values.length; i++) {
            insert.setObject(i + 1, values[i]);
        }
    }

    static void tag(Connection connection, String id, String tag) throws SQLException {
        try (PreparedStatement insert = connection.prepareStatement(
                "INSERT OR IGNORE INTO tag (report, tag) SELECT number, ? FROM report WHERE id = ?")) {
            insert.setString(1, tag);
            insert.setString(2, id);
            insert.executeUpdate();
        }
    }

    /** The entries that a filter lets through, newest first. */
    static List<HistoryEntry> list(Connection connection, HistoryFilter filter) throws SQLException {
        String query = "SELECT " + COLUMNS + " FROM report WHERE (?1 IS NULL OR model = ?1)"
                + " AND (?2 IS NULL OR instr(recipe, ?2) > 0)"
                + " AND (?3 IS NULL OR EXISTS (SELECT 1 FROM tag WHERE tag.report = report.number AND tag = ?3))"
                + " ORDER BY created DESC, number DESC LIMIT ?4";
        try (PreparedStatement select = connection.prepareStatement(query)) {
            select.setString(1, filter.model().orElse(null));
            select.setString(2, filter.recipe().orElse(null));
            select.setString(3, filter.tag().orElse(null));
            select.setInt(4, filter.limit());
            return entries(connection, select);
        }
    }

    /** The entries whose ids begin so, two at most. */
    static List<HistoryEntry> beginningWith(Connection connection, String digits) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement(
                "SELECT " + COLUMNS + " FROM report WHERE substr(id, 1, length(?1)) = ?1 LIMIT 2")) {
            select.setString(1, digits);
            return entries(connection, select);
        }
    }

    private static List<HistoryEntry> entries(Connection connection, PreparedStatement select) throws SQLException {
        List<HistoryEntry> entries = new ArrayList<>();
        try (ResultSet row = select.executeQuery()) {
            while (row.next()) {
                entries.add(entry(row, tags(connection, row.getLong("number"))));
            }
        }
        return entries;
    }

    private static HistoryEntry entry(ResultSet row, List<String> tags) throws SQLException {
        return new HistoryEntry(
                row.getString("id"),
                row.getString("kind"),
                row.getString("created"),
                row.getString("model"),
                row.getString("checkpoint"),
                row.getString("data"),
                row.getString("recipe"),
                row.getString("baseline"),
                row.getInt("batch"),
                row.getString("product"),
                row.getString("cpu"),
                row.getString("profile"),
                row.getString("verdict"),
                real(row, "speedup"),
                real(row, "low"),
                real(row, "high"),
                real(row, "latency_nanos"),
                row.getString("metric"),
                real(row, "quality"),
                row.getLong("file_bytes"),
                row.getLong("peak_bytes"),
                row.getInt("certified") != 0,
                tags,
                row.getString("note"));
    }

    /** SQLite keeps a NaN as nothing. */
    private static double real(ResultSet row, String column) throws SQLException {
        double value = row.getDouble(column);
        return row.wasNull() ? Double.NaN : value;
    }

    private static List<String> tags(Connection connection, long number) throws SQLException {
        try (PreparedStatement select =
                connection.prepareStatement("SELECT tag FROM tag WHERE report = ? ORDER BY tag")) {
            select.setLong(1, number);
            List<String> tags = new ArrayList<>();
            try (ResultSet row = select.executeQuery()) {
                while (row.next()) {
                    tags.add(row.getString(1));
                }
            }
            return tags;
        }
    }

    /**
     * A whole report by its number in the file.
     *
     * @throws hone.engine.InvalidInput if it is damaged
     */
    static Optional<StoredReport> stored(Connection connection, long number) throws SQLException {
        return stored(connection, "number", number);
    }

    /**
     * A whole report by its id.
     *
     * @throws hone.engine.InvalidInput if it is damaged
     */
    static Optional<StoredReport> stored(Connection connection, String id) throws SQLException {
        return stored(connection, "id", id);
    }

    private static Optional<StoredReport> stored(Connection connection, String column, Object value)
            throws SQLException {
        try (PreparedStatement select =
                connection.prepareStatement("SELECT number, id, note, json FROM report WHERE " + column + " = ?")) {
            select.setObject(1, value);
            try (ResultSet row = select.executeQuery()) {
                if (!row.next()) {
                    return Optional.empty();
                }
                String where = "report " + HistoryEntry.shortId(row.getString("id")) + " of the history";
                String json = PackedText.unpack(row.getBytes("json"), where);
                List<String> tags = tags(connection, row.getLong("number"));
                StoredReport stored = StoredReport.of(json, tags, row.getString("note"), where);
                if (!stored.id().equals(row.getString("id"))) {
                    throw new InvalidInput(
                            "the report is damaged", where, "its content is not what was filed under this id");
                }
                return Optional.of(stored);
            }
        }
    }
}
