package hone.profiler.memory;

import hone.engine.memory.Category;
import hone.profiler.report.MemoryReading;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.SequencedSet;
import java.util.function.ToLongFunction;

/**
 * The process's memory while work ran: real samples, and beside them the exact most that the engine charged, which no
 * sample need have met.
 *
 * @param samples by their time, at least two
 * @param marks what began when
 * @param most bytes that each category of the engine's had charged at most
 * @param mostAtOnce bytes that the engine had charged at most in all
 */
public record MemoryTimeline(List<MemorySample> samples, List<Mark> marks, Map<Category, Long> most, long mostAtOnce) {
    /**
     * A piece of the work began.
     *
     * @param nanos since the first sample
     * @param what it is
     */
    public record Mark(long nanos, String what) {}

    public MemoryTimeline {
        samples = List.copyOf(samples);
        marks = List.copyOf(marks);
        most = Map.copyOf(most);
    }

    public MemorySample first() {
        return samples.getFirst();
    }

    public MemorySample last() {
        return samples.getLast();
    }

    /** The sample in which most was resident. */
    public MemorySample peak() {
        return samples.stream()
                .max(Comparator.comparingLong(sample -> sample.reading().osResident()))
                .orElseThrow();
    }

    /** The categories, in the order in which they are stacked. */
    public SequencedSet<String> categories() {
        SequencedSet<String> names = new LinkedHashSet<>();
        samples.forEach(sample -> sample.reading().parts().forEach(part -> names.add(part.category())));
        return names;
    }

    /** Where each category's bytes are known from. */
    public SequencedMap<String, String> sources() {
        SequencedMap<String, String> sources = new LinkedHashMap<>();
        first().reading().parts().forEach(part -> sources.put(part.category(), part.source()));
        return sources;
    }

    /** The most resident bytes of a category in any sample. */
    public long most(String category) {
        return samples.stream()
                .mapToLong(sample -> sample.reading().bytes(category))
                .max()
                .orElseThrow();
    }

    /** The most bytes that the engine had charged to a category at once. */
    public long mostCharged(Category category) {
        return most.getOrDefault(category, 0L);
    }

    /** What one sample took of a processor's time, the median, nanoseconds. */
    public long sampleNanos() {
        return samples.stream()
                .map(MemorySample::cost)
                .sorted()
                .skip(samples.size() / 2)
                .findFirst()
                .orElseThrow();
    }

    /** The largest share of what was resident by which the parts exceeded it, over all samples: what may count twice. */
    public double mostOvercounted() {
        return mostShare(MemoryReading::overcounted);
    }

    /** The largest share of what was resident that no category explains, over all samples. */
    public double mostUnattributed() {
        return mostShare(MemoryReading::unattributed);
    }

    private double mostShare(ToLongFunction<MemoryReading> bytes) {
        return samples.stream()
                .map(MemorySample::reading)
                .filter(reading -> reading.osResident() > 0)
                .mapToDouble(reading -> (double) bytes.applyAsLong(reading) / reading.osResident())
                .max()
                .orElse(Double.NaN);
    }
}
