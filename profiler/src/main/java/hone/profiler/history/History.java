package hone.profiler.history;

import hone.engine.InvalidInput;
import hone.profiler.report.RunReport;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;

/**
 * Every report that was measured here, with all its samples. What {@link #add} has returned from is on the disk, whatever
 * happens to the process or the machine afterwards. Several processes may use one history; a writer waits some seconds for
 * another.
 *
 * <p>Reports go by the first digits of their hash, four or more, or by {@code last} for the newest.
 */
public final class History {
    /** The word that means the newest report. */
    public static final String LAST = "last";

    private static final String FILE = "history.sqlite";
    private static final int FEWEST_DIGITS = 4;
    private static final int HASH_DIGITS = 64;

    private final HistoryFile file;

    /**
     * @param folder per-user folder; it need not exist yet
     * @param notes hears plain sentences on what was unusual
     */
    public History(Path folder, Consumer<String> notes) {
        this.file = new HistoryFile(folder, FILE, notes);
    }

    /** Where the database lies. */
    public Path path() {
        return file.path();
    }

    /** Keeps a report of a comparison in turns, as {@link #add(KeptReport)} does. */
    public String add(RunReport report) {
        return add(new KeptReport.Run(report));
    }

    /**
     * Keeps a report; one that is there already stays as it is.
     *
     * @return its id
     * @throws hone.engine.HoneException if it cannot be kept
     */
    public String add(KeptReport report) {
        StoredReport stored = StoredReport.of(report);
        file.write(connection -> {
            boolean fresh = ReportRows.insert(connection, stored);
            if (ReportRows.beginningWith(connection, stored.id()).isEmpty()) { // as find looks for it
                throw HistoryFile.damaged("a report that was just filed is not found in it");
            }
            return fresh;
        });
        return stored.id();
    }

    /** The reports that a filter lets through, newest first. */
    public List<HistoryEntry> list(HistoryFilter filter) {
        return file.read(connection -> ReportRows.list(connection, filter), List.of());
    }

    /**
     * The one report that an id means.
     *
     * @param id some first digits of its hash, or {@link #LAST}
     * @throws InvalidInput if there is none, or more than one
     */
    public HistoryEntry find(String id) {
        List<HistoryEntry> found = id.equals(LAST)
                ? list(new HistoryFilter(
                        HistoryFilter.ALL.model(), HistoryFilter.ALL.recipe(), HistoryFilter.ALL.tag(), 1))
                : beginningWith(digits(id));
        if (found.isEmpty()) {
            throw new InvalidInput(
                    "the history has no such report",
                    id,
                    "nothing is filed under it",
                    "hone history lists what there is");
        }
        if (found.size() > 1) {
            throw new InvalidInput("more than one report is meant", id, "their ids begin alike", "give more digits");
        }
        return found.getFirst();
    }

    private List<HistoryEntry> beginningWith(String digits) {
        return file.read(connection -> ReportRows.beginningWith(connection, digits), List.of());
    }

    private static String digits(String id) {
        String digits = id.toLowerCase(Locale.ROOT);
        if (!digits.matches("[0-9a-f]{" + FEWEST_DIGITS + "," + HASH_DIGITS + "}")) {
            throw new InvalidInput(
                    "this is no report's id",
                    hone.engine.format.JsonReason.shortened(id, HASH_DIGITS),
                    "an id is " + FEWEST_DIGITS + " or more of the digits 0 to 9 and a to f, or " + LAST,
                    "hone history lists what there is");
        }
        return digits;
    }

    /**
     * A report, whole.
     *
     * @throws InvalidInput as {@link #find} does, and if it is damaged
     */
    public HistoryReport show(String id) {
        HistoryEntry entry = find(id);
        return file.read(
                        connection -> ReportRows.stored(connection, entry.id()),
                        java.util.Optional.<StoredReport>empty())
                .map(stored -> new HistoryReport(entry, stored.report()))
                .orElseThrow(() -> new InvalidInput("the history has no such report", id, "it was just deleted"));
    }

    /**
     * Tags a report.
     *
     * @throws InvalidInput as {@link #find} does, and if one is no tag
     */
    public void tag(String id, List<String> tags) {
        tags.forEach(Label::requireTag);
        String whole = find(id).id();
        file.write(connection -> {
            for (String tag : tags) {
                ReportRows.tag(connection, whole, tag);
            }
            return whole;
        });
    }

    /** Takes tags from a report; those it has not are none it could lose. */
    public void untag(String id, List<String> tags) {
        String whole = find(id).id();
        file.write(connection -> {
            for (String tag : tags) {
                change(
                        connection,
                        "DELETE FROM tag WHERE tag = ? AND report = (SELECT number FROM report WHERE id = ?)",
                        tag,
                        whole);
            }
            return whole;
        });
    }

    /**
     * Writes a note beside a report, in place of the one before; an empty one takes it away.
     *
     * @throws InvalidInput as {@link #find} does, and if it is too long
     */
    public void note(String id, String note) {
        Label.requireNote(note);
        String whole = find(id).id();
        file.write(connection -> change(connection, "UPDATE report SET note = ? WHERE id = ?", note, whole));
    }

    /**
     * Deletes reports, all of them or none.
     *
     * @return the deleted ones
     * @throws InvalidInput as {@link #find} does
     */
    public List<HistoryEntry> delete(List<String> ids) {
        List<HistoryEntry> entries = ids.stream().map(this::find).distinct().toList();
        file.write(connection -> remove(connection, entries));
        return entries;
    }

    /**
     * Deletes the oldest reports, all but so many; those with a tag or a note stay, and do not count.
     *
     * @return the deleted ones, newest first
     */
    public List<HistoryEntry> prune(int keep) {
        List<HistoryEntry> plain = list(HistoryFilter.ALL).stream()
                .filter(entry -> entry.tags().isEmpty() && entry.note().isEmpty())
                .toList();
        List<HistoryEntry> old = plain.subList(Math.min(keep, plain.size()), plain.size());
        if (!old.isEmpty()) {
            file.write(connection -> remove(connection, old));
        }
        return List.copyOf(old);
    }

    private static int remove(Connection connection, List<HistoryEntry> entries) throws SQLException {
        int removed = 0;
        for (HistoryEntry entry : entries) {
            removed += change(connection, "DELETE FROM report WHERE id = ?", entry.id());
        }
        return removed;
    }

    private static int change(Connection connection, String sql, String... values) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            for (int i = 0; i < values.length; i++) {
                statement.setString(i + 1, values[i]);
            }
            return statement.executeUpdate();
        }
    }

    /**
     * Writes reports with their tags and notes into one file of JSON lines.
     *
     * @param entries which, in the order they shall stand
     * @throws hone.engine.HoneException if one is damaged or the file cannot be written
     */
    public void export(List<HistoryEntry> entries, Path out) {
        HistoryLines.write(
                out,
                entries,
                entry -> file.read(
                                connection -> ReportRows.stored(connection, entry.id()),
                                java.util.Optional.<StoredReport>empty())
                        .orElseThrow(() -> new InvalidInput(
                                "the history has no such report", entry.shortId(), "it was just deleted")));
    }

    /**
     * Takes in what {@link #export} has written, or one report; all of it or, where anything in it is bad, nothing. A report
     * that is there already stays as it is, with its tags and its note.
     *
     * @throws hone.engine.HoneException if the file cannot be read or holds anything but reports
     */
    public Imported take(Path in) {
        List<StoredReport> read = HistoryLines.read(in);
        return file.write(connection -> {
            List<String> fresh = new ArrayList<>();
            for (StoredReport stored : read) {
                if (ReportRows.insert(connection, stored)) {
                    fresh.add(stored.id());
                }
            }
            return new Imported(fresh, read.size() - fresh.size());
        });
    }

    /**
     * What an import came to.
     *
     * @param ids of the reports that are new here
     * @param known reports that were here already, or stood in the file twice
     */
    public record Imported(List<String> ids, int known) {
        public Imported {
            ids = List.copyOf(ids);
        }
    }
}
