package hone.profiler.profile;

import hone.profiler.flight.FlightFile;
import java.util.Comparator;
import java.util.List;

/**
 * What the calls of a method took, where every one was timed.
 *
 * @param method "package.Class.method"
 * @param calls of it
 * @param averageNanos of a call
 * @param longestNanos of a call
 */
public record MethodTime(String method, long calls, double averageNanos, double longestNanos) {
    /** All timed methods, the one that took most first; none where the recording timed none. */
    static List<MethodTime> of(FlightFile file) {
        return file.events("jdk.MethodTiming").stream()
                .map(event -> new MethodTime(
                        event.text("method"),
                        (long) event.number("invocations"),
                        event.nanos("average"),
                        event.nanos("maximum")))
                .filter(time -> time.calls > 0)
                .sorted(Comparator.comparingDouble((MethodTime time) -> time.calls * time.averageNanos)
                        .reversed())
                .toList();
    }
}
