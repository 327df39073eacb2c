package hone.profiler.timeline;

import hone.engine.format.AtomicFile;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.json.JsonMapper;

/** A timeline as the JSON that Perfetto and Chrome's tracing page open; times in microseconds. */
public final class ChromeTrace {
    private static final int PROCESS = 1;
    private static final int STEPS = 1;

    private final List<Map<String, Object>> events = new ArrayList<>();

    private ChromeTrace() {}

    /** "traceEvents" and what else the format has. */
    public static Map<String, Object> values(Timeline timeline) {
        ChromeTrace trace = new ChromeTrace();
        trace.named("process_name", 0, "Hone");
        trace.named("thread_name", STEPS, "runs of the model");
        timeline.steps().forEach(step -> trace.span(step, STEPS));
        int last = STEPS;
        for (Lane lane : Lane.values()) {
            int row = ++last;
            trace.named("thread_name", row, lane.text());
            timeline.lane(lane).forEach(span -> trace.point(span, row));
        }
        timeline.load().forEach(trace::load);
        Map<String, Object> values = new LinkedHashMap<>();
        values.put("displayTimeUnit", "ns");
        values.put("otherData", Map.of("start", timeline.start().toString()));
        values.put("traceEvents", trace.events);
        return values;
    }

    /** @throws hone.engine.InvalidInput if the file cannot be written */
    public static void write(Timeline timeline, Path file) {
        AtomicFile.writeText(file, JsonMapper.shared().writeValueAsString(values(timeline)) + "\n");
    }

    private void named(String what, int row, String name) {
        Map<String, Object> event = event("M", what, 0, row);
        event.put("args", Map.of("name", name));
        events.add(event);
    }

    private void span(Span span, int row) {
        Map<String, Object> event = event("X", span.name(), span.startNanos(), row);
        event.put("dur", span.durationNanos() / 1e3);
        event.put("cat", span.kind());
        events.add(event);
        span.parts().forEach(part -> span(part, row));
    }

    /** Spans of several threads, which may overlap, so that they do not nest: each begins and ends under its own id. */
    private void point(Span span, int row) {
        if (span.durationNanos() == 0) {
            Map<String, Object> event = event("i", span.name(), span.startNanos(), row);
            event.put("s", "t");
            event.put("cat", span.kind());
            events.add(event);
            return;
        }
        int id = events.size();
        for (String phase : new String[] {"b", "e"}) {
            boolean begins = phase.equals("b");
            Map<String, Object> event = event(phase, span.name(), begins ? span.startNanos() : span.endNanos(), row);
            event.put("id", id);
            event.put("cat", span.kind());
            event.put("args", Map.of("thread", span.thread()));
            events.add(event);
        }
    }

    private void load(CpuLoad load) {
        Map<String, Object> event = event("C", "processors", load.atNanos(), 0);
        event.put("args", Map.of("this process", load.own(), "others", load.others()));
        events.add(event);
    }

    private static Map<String, Object> event(String phase, String name, long atNanos, int row) {
        Map<String, Object> event = new LinkedHashMap<>();
        event.put("ph", phase);
        event.put("name", name);
        event.put("ts", atNanos / 1e3);
        event.put("pid", PROCESS);
        event.put("tid", row);
        return event;
    }
}
