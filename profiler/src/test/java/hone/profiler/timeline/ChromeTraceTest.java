package hone.profiler.timeline;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The schema of the trace-event format, as far as programs that open it insist on it. */
public class ChromeTraceTest {
    @Test
    void everyEventHasWhatTheFormatAsksFor(@TempDir Path folder) throws IOException {
        Span kernel = new Span("simd", "kernel", "main", 10, 50, List.of());
        Span op = new Span("fc \"1\"", "op", "main", 10, 50, List.of(kernel));
        Span layer = new Span("fc", "layer", "main", 10, 50, List.of(op));
        Span step = new Span("run 1", "step", "main", 10, 50, List.of(layer));
        Timeline timeline = new Timeline(
                Instant.EPOCH,
                1000,
                List.of(step),
                Map.of(
                        Lane.GC, List.of(new Span("pause", "gc", "VM", 20, 30, List.of())),
                        Lane.ALLOCATION, List.of(new Span("byte[]", "allocation", "main", 5, 0, List.of()))),
                List.of(new CpuLoad(100, 0.5, 0.25)));
        Path file = folder.resolve("trace.json");
        ChromeTrace.write(timeline, file);
        assertEquals(Set.of("M", "X", "b", "e", "i", "C"), checked(file));
    }

    /** Checks a trace; the phases it has. */
    public static Set<String> checked(Path file) throws IOException {
        JsonNode events = JsonMapper.shared().readTree(Files.readString(file)).get("traceEvents");
        Set<String> phases = new TreeSet<>();
        Set<Integer> named = new TreeSet<>();
        Set<Integer> used = new TreeSet<>();
        Deque<double[]> open = new ArrayDeque<>();
        for (JsonNode event : events) {
            for (String key : new String[] {"ph", "ts", "pid", "tid", "name"}) {
                assertTrue(event.has(key), () -> key + " is missing in " + event);
            }
            String phase = event.get("ph").asString();
            phases.add(phase);
            assertTrue(event.get("ts").asDouble() >= 0, event::toString);
            if (phase.equals("M")) {
                named.add(event.get("tid").asInt());
            } else {
                used.add(event.get("tid").asInt());
            }
            if (phase.equals("X")) {
                nest(event, open);
            }
        }
        assertTrue(named.containsAll(used), () -> "rows " + used + ", named " + named);
        return phases;
    }

    private static void nest(JsonNode event, Deque<double[]> open) {
        double from = event.get("ts").asDouble();
        double to = from + event.get("dur").asDouble();
        double rounding = 1e-6;
        while (!open.isEmpty() && open.peek()[1] <= from + rounding && open.peek()[1] < to - rounding) {
            open.pop();
        }
        assertTrue(
                open.isEmpty() || (open.peek()[0] <= from + rounding && to <= open.peek()[1] + rounding),
                () -> "it does not nest: " + event);
        open.push(new double[] {from, to});
    }
}
