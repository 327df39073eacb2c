package hone.profiler.export;

import hone.engine.memory.Category;
import hone.profiler.memory.MemorySample;
import hone.profiler.memory.MemoryTimeline;
import hone.profiler.report.MemoryReading;
import java.util.ArrayList;
import java.util.List;

/** The samples of a memory timeline as CSV: one row an instant, resident bytes of each category and what was charged. */
public final class MemoryCsv {
    private MemoryCsv() {}

    /** All samples. */
    public static String samples(MemoryTimeline timeline) {
        List<Object> head = new ArrayList<>(List.of("nanoseconds", "resident_bytes", "unattributed_bytes"));
        timeline.categories().forEach(category -> head.add(column(category, "_bytes")));
        for (Category category : Category.values()) {
            head.add(column(category.text(), "_charged_bytes"));
        }
        CsvText csv = new CsvText().row(head.toArray());
        for (MemorySample sample : timeline.samples()) {
            MemoryReading reading = sample.reading();
            List<Object> cells = new ArrayList<>(List.of(sample.nanos(), reading.osResident(), reading.unattributed()));
            timeline.categories().forEach(category -> cells.add(reading.bytes(category)));
            for (Category category : Category.values()) {
                cells.add(sample.charges().of(category));
            }
            csv.row(cells.toArray());
        }
        return csv.toString();
    }

    private static String column(String category, String unit) {
        return category.replace(",", "").replace(' ', '_') + unit;
    }
}
