package hone.profiler.memory;

import hone.engine.memory.Category;
import hone.engine.run.LiveTensor;
import hone.engine.run.PlanMemory;
import hone.profiler.report.MemoryReading;
import hone.profiler.report.TextTable;
import hone.profiler.report.Units;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The memory of a run for people. */
public final class MemoryText {
    private static final int TENSORS = 12;

    private MemoryText() {}

    /** The process over time. */
    public static String of(MemoryTimeline timeline) {
        List<MemoryReading> readings = List.of(
                timeline.first().reading(),
                timeline.peak().reading(),
                timeline.last().reading());
        TextTable table = new TextTable().row("resident", "start", "at the peak", "end", "most");
        for (String category : timeline.categories()) {
            if (timeline.most(category) > 0) {
                row(
                        table,
                        category,
                        readings.stream().map(reading -> reading.bytes(category)),
                        timeline.most(category));
            }
        }
        long mostUnattributed = timeline.samples().stream()
                .mapToLong(sample -> sample.reading().unattributed())
                .max()
                .orElse(0);
        row(table, "unattributed", readings.stream().map(MemoryReading::unattributed), mostUnattributed);
        row(
                table,
                "all of the process",
                readings.stream().map(MemoryReading::osResident),
                timeline.peak().reading().osResident());
        return table + "\n" + samples(timeline) + charged(timeline);
    }

    private static void row(TextTable table, String name, Stream<Long> values, long most) {
        List<String> cells = new ArrayList<>(List.of(name));
        values.forEach(bytes -> cells.add(Units.bytes(bytes)));
        cells.add(Units.bytes(most));
        table.row(cells.toArray(String[]::new));
    }

    private static String samples(MemoryTimeline timeline) {
        if (timeline.peak().reading().osResident() == 0) {
            return "The operating system does not say what is resident, so nothing stands beside the categories.\n";
        }
        return String.format(
                Locale.ROOT,
                "%,d samples over %s, each of which took %s of a processor; at most %.1f %% of what is resident is"
                        + " unattributed, and at most %.1f %% was counted beyond it, as parts are read one after the other.%n",
                timeline.samples().size(),
                Units.time((double) timeline.last().nanos()),
                Units.time((double) timeline.sampleNanos()),
                100 * timeline.mostUnattributed(),
                100 * timeline.mostOvercounted());
    }

    private static String charged(MemoryTimeline timeline) {
        String categories = Stream.of(Category.values())
                .filter(category -> timeline.mostCharged(category) > 0)
                .map(category -> category.text() + " " + Units.bytes(timeline.mostCharged(category)))
                .collect(Collectors.joining(", "));
        return "The engine had " + Units.bytes(timeline.mostAtOnce()) + " charged at once at most; by category "
                + (categories.isEmpty() ? "nothing" : categories) + ".\n";
    }

    /**
     * What the plan says of its activations: the step at which most are alive, and which.
     *
     * @param what the plan is of: "a run"
     */
    public static String of(String what, PlanMemory memory) {
        return memory.peak()
                .map(peak -> String.format(
                                Locale.ROOT,
                                "%nThe plan of %s has %,d steps. Most activations are alive at step %d, %s: %s of %s that are set aside.%n",
                                what,
                                memory.steps().size(),
                                peak.index(),
                                peak.op(),
                                Units.bytes(peak.liveBytes()),
                                Units.bytes(memory.plannedBytes()))
                        + tensors(memory, peak.index()))
                .orElse("");
    }

    /** The values that are alive at a step. */
    public static String tensors(PlanMemory memory, int step) {
        TextTable table = new TextTable().row("alive", "type", "bytes", "from step", "to step", "where", "its memory");
        List<LiveTensor> alive = memory.liveAt(step);
        alive.stream()
                .limit(TENSORS)
                .forEach(tensor -> table.row(
                        tensor.name(),
                        tensor.dtype() + " " + tensor.shape(),
                        Units.bytes(tensor.bytes()),
                        String.valueOf(tensor.from()),
                        tensor.kept() ? "the end" : String.valueOf(tensor.to()),
                        "at byte " + tensor.offset(),
                        before(tensor)));
        int more = alive.size() - TENSORS;
        return table + (more > 0 ? "  and " + more + " smaller ones, which --json has\n" : "");
    }

    private static String before(LiveTensor tensor) {
        return tensor.inPlaceOf()
                .map(name -> "writes over " + name)
                .or(() -> tensor.before().map(name -> "was " + name + "'s"))
                .orElse("its own");
    }
}
