package hone.profiler.timeline;

import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * A recording by time; all times since its start.
 *
 * @param start of the recording
 * @param lengthNanos to the end of the last event
 * @param steps runs of the model, each step → layer → op → kernel
 * @param lanes what the JVM did
 * @param load of the processors
 */
public record Timeline(
        Instant start, long lengthNanos, List<Span> steps, Map<Lane, List<Span>> lanes, List<CpuLoad> load) {
    public Timeline {
        steps = List.copyOf(steps);
        Map<Lane, List<Span>> all = new EnumMap<>(Lane.class);
        for (Lane lane : Lane.values()) {
            all.put(lane, List.copyOf(lanes.getOrDefault(lane, List.of())));
        }
        lanes = Map.copyOf(all);
        load = List.copyOf(load);
    }

    public List<Span> lane(Lane lane) {
        return lanes.getOrDefault(lane, List.of());
    }
}
