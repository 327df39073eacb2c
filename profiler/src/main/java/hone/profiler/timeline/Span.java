package hone.profiler.timeline;

import java.util.List;

/**
 * Something that took time, with what it was made of.
 *
 * @param name for people
 * @param kind what it is: "step", "layer", "op", "kernel", or the kind of its lane
 * @param thread it ran on; empty where it has none
 * @param startNanos since the timeline's start
 * @param durationNanos 0 for a point in time
 * @param parts within it, in order
 */
public record Span(String name, String kind, String thread, long startNanos, long durationNanos, List<Span> parts) {
    public Span {
        parts = List.copyOf(parts);
    }

    public long endNanos() {
        return startNanos + durationNanos;
    }

    /** Nanoseconds that both last. */
    public long overlapNanos(Span other) {
        return Math.max(0, Math.min(endNanos(), other.endNanos()) - Math.max(startNanos, other.startNanos));
    }

    /** Whether it begins, ends or goes on while the other lasts; a point does where it lies within. */
    public boolean meets(Span other) {
        return startNanos <= other.endNanos() && other.startNanos <= endNanos();
    }
}
