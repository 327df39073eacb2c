package hone.profiler.timeline;

import hone.profiler.flight.FlightEvent;
import hone.profiler.flight.FlightFile;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Makes a timeline of a recording. */
public final class TimelineReader {
    private static final String OP = "hone.Op";
    private static final String CANDIDATE = "candidate";

    private final FlightFile file;
    private long startNanos;

    private TimelineReader(FlightFile file) {
        this.file = file;
    }

    /** The candidate's steps, or the only side's; a recording without ops has none. */
    public static Timeline read(FlightFile file) {
        return new TimelineReader(file).read();
    }

    private Timeline read() {
        List<FlightEvent> ops = file.events(OP).stream()
                .filter(event -> event.text("side").equals(CANDIDATE))
                .toList();
        List<FlightEvent> loads = file.events("jdk.CPULoad");
        Map<Lane, List<FlightEvent>> events = new EnumMap<>(Lane.class);
        for (Lane lane : Lane.values()) {
            events.put(
                    lane,
                    file.events(lane.event()).stream()
                            .filter(event -> lane != Lane.SAFEPOINT
                                    || event.text("safepoint").equals("true"))
                            .toList());
        }
        List<FlightEvent> all = new ArrayList<>(ops);
        events.values().forEach(all::addAll);
        all.addAll(loads);
        startNanos = all.stream()
                .mapToLong(FlightEvent::startNanos)
                .filter(at -> at > 0)
                .min()
                .orElse(0);
        long end = all.stream()
                .mapToLong(event -> event.startNanos() + event.durationNanos())
                .max()
                .orElse(0);
        Map<Lane, List<Span>> lanes = new EnumMap<>(Lane.class);
        events.forEach((lane, list) ->
                lanes.put(lane, list.stream().map(event -> span(lane, event)).toList()));
        return new Timeline(
                Instant.ofEpochSecond(0, startNanos),
                end - startNanos,
                steps(ops),
                lanes,
                loads.stream().map(this::load).toList());
    }

    private Span span(Lane lane, FlightEvent event) {
        return new Span(
                event.text(lane.nameField()),
                lane.text(),
                event.thread(),
                event.startNanos() - startNanos,
                event.durationNanos(),
                List.of());
    }

    private CpuLoad load(FlightEvent event) {
        double own = event.number("jvmUser") + event.number("jvmSystem");
        return new CpuLoad(event.startNanos() - startNanos, own, Math.max(0, event.number("machineTotal") - own));
    }

    /** A step ends where an op comes around again. */
    private List<Span> steps(List<FlightEvent> ops) {
        List<Span> steps = new ArrayList<>();
        List<FlightEvent> step = new ArrayList<>();
        Set<String> seen = new HashSet<>();
        for (FlightEvent op : ops) {
            if (!seen.add(op.text("name"))) {
                steps.add(step(steps.size(), step));
                step.clear();
                seen.clear();
                seen.add(op.text("name"));
            }
            step.add(op);
        }
        if (!step.isEmpty()) {
            steps.add(step(steps.size(), step));
        }
        return steps;
    }

    private Span step(int number, List<FlightEvent> ops) {
        List<Span> layers = new ArrayList<>();
        List<Span> layer = new ArrayList<>();
        String name = ops.getFirst().text("layer");
        for (FlightEvent op : ops) {
            if (!op.text("layer").equals(name)) {
                layers.add(around(name, "layer", layer));
                layer = new ArrayList<>();
                name = op.text("layer");
            }
            layer.add(op(op));
        }
        layers.add(around(name, "layer", layer));
        return around("run " + (number + 1), "step", layers);
    }

    private Span op(FlightEvent event) {
        long at = event.startNanos() - startNanos;
        Span kernel = new Span(event.text("kernel"), "kernel", event.thread(), at, event.durationNanos(), List.of());
        return new Span(event.text("name"), "op", event.thread(), at, event.durationNanos(), List.of(kernel));
    }

    private static Span around(String name, String kind, List<Span> parts) {
        long from = parts.getFirst().startNanos();
        long to = parts.stream().mapToLong(Span::endNanos).max().orElse(from);
        return new Span(name, kind, parts.getFirst().thread(), from, to - from, parts);
    }
}
