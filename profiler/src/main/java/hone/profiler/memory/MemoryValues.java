package hone.profiler.memory;

import hone.engine.memory.Category;
import hone.engine.memory.Charges;
import hone.engine.run.LiveTensor;
import hone.engine.run.PlanMemory;
import hone.profiler.report.MemoryPart;
import hone.profiler.report.MemoryReading;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;

/** The memory of a run for programs: nanoseconds and bytes. */
public final class MemoryValues {
    private MemoryValues() {}

    /** The process over time. */
    public static SequencedMap<String, Object> of(MemoryTimeline timeline) {
        SequencedMap<String, Object> values = new LinkedHashMap<>();
        values.put("sources", timeline.sources());
        values.put(
                "samples", timeline.samples().stream().map(MemoryValues::sample).toList());
        values.put("peak", sample(timeline.peak()));
        Map<String, Object> most = new LinkedHashMap<>();
        timeline.categories().forEach(category -> most.put(category, timeline.most(category)));
        values.put("most", most);
        double share = timeline.mostUnattributed();
        values.put("mostUnattributedShare", Double.isNaN(share) ? null : share);
        double twice = timeline.mostOvercounted();
        values.put("mostOvercountedShare", Double.isNaN(twice) ? null : twice);
        Map<String, Object> charged = new LinkedHashMap<>();
        for (Category category : Category.values()) {
            charged.put(category.text(), timeline.mostCharged(category));
        }
        values.put("mostCharged", charged);
        values.put("mostChargedAtOnce", timeline.mostAtOnce());
        values.put("sampleNanos", timeline.sampleNanos());
        values.put("marks", timeline.marks());
        return values;
    }

    private static Map<String, Object> sample(MemorySample sample) {
        Map<String, Object> values = new LinkedHashMap<>();
        MemoryReading reading = sample.reading();
        values.put("nanos", sample.nanos());
        values.put("resident", reading.osResident());
        values.put("unattributed", reading.unattributed());
        values.put("overcounted", reading.overcounted());
        Map<String, Object> parts = new LinkedHashMap<>();
        for (MemoryPart part : reading.parts()) {
            parts.put(part.category(), part.bytes());
        }
        values.put("parts", parts);
        values.put("charged", charged(sample.charges()));
        return values;
    }

    private static Map<String, Object> charged(Charges charges) {
        Map<String, Object> values = new LinkedHashMap<>();
        for (Category category : Category.values()) {
            values.put(category.text(), charges.of(category));
        }
        return values;
    }

    /** The steps of a plan, and the values that are alive from one to another. */
    public static SequencedMap<String, Object> of(PlanMemory memory) {
        SequencedMap<String, Object> values = new LinkedHashMap<>();
        values.put("plannedBytes", memory.plannedBytes());
        values.put("peakStep", memory.peak().orElse(null));
        values.put("steps", memory.steps());
        values.put("liveTensors", tensors(memory.tensors()));
        return values;
    }

    /** Values of a plan. */
    public static List<Map<String, Object>> tensors(List<LiveTensor> tensors) {
        return tensors.stream().map(MemoryValues::tensor).toList();
    }

    private static Map<String, Object> tensor(LiveTensor tensor) {
        Map<String, Object> values = new LinkedHashMap<>();
        values.put("name", tensor.name());
        values.put("dtype", tensor.dtype().toString());
        values.put("shape", tensor.shape().toString());
        values.put("bytes", tensor.bytes());
        values.put("from", tensor.from());
        values.put("to", tensor.to());
        values.put("offset", tensor.offset());
        values.put("kept", tensor.kept());
        values.put("inPlaceOf", tensor.inPlaceOf().orElse(null));
        values.put("before", tensor.before().orElse(null));
        return values;
    }
}
