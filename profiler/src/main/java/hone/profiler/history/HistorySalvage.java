package hone.profiler.history;

import hone.engine.InvalidInput;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What can still be read of a damaged history. Only a report whose content has the hash it is filed under is taken: all
 * others are in the file that was put aside.
 */
final class HistorySalvage {
    private HistorySalvage() {}

    /** Copies every whole report into a new history; how many. */
    static int between(Path damaged, HistoryFile fresh) {
        List<StoredReport> whole = new ArrayList<>();
        try (Connection from = HistoryFile.open(damaged)) {
            switch (HistorySchema.kind(from, damaged.toString())) {
                case OURS, OLDER -> {}
                case EMPTY, FOREIGN -> {
                    return 0;
                }
            }
            long last = HistorySchema.number(from, "SELECT max(number) FROM report");
            for (long number = 1; number <= last; number++) {
                read(from, number).ifPresent(whole::add);
            }
        } catch (SQLException e) {
            // Not even the list can be read: what was found until here is all there is.
            System.getLogger(HistorySalvage.class.getName())
                    .log(System.Logger.Level.INFO, "a damaged history ends early: " + e.getMessage());
        }
        return whole.isEmpty() ? 0 : write(whole, fresh);
    }

    private static Optional<StoredReport> read(Connection from, long number) {
        try {
            return ReportRows.stored(from, number);
        } catch (SQLException | InvalidInput | tools.jackson.core.JacksonException e) {
            return Optional.empty(); // this one is lost here; the file is kept
        }
    }

    private static int write(List<StoredReport> whole, HistoryFile fresh) {
        return fresh.write(to -> {
            int written = 0;
            for (StoredReport report : whole) {
                written += ReportRows.insert(to, report) ? 1 : 0;
            }
            return written;
        });
    }
}
