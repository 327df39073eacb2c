package hone.profiler.timeline;

import java.util.List;

/**
 * A run that took longer than 99 of 100.
 *
 * @param step the run
 * @param causes what went on meanwhile, the likeliest first; none where nothing is known
 */
public record Outlier(Span step, List<Cause> causes) {
    /** What can hold a run up. */
    public enum Kind {
        GC("garbage collection"),
        SAFEPOINT("safepoint"),
        DEOPTIMIZATION("deoptimization"),
        PARK("parked thread"),
        COMPILATION("compilation"),
        CONTENTION("other processes on the processors");

        private final String text;

        Kind(String text) {
            this.text = text;
        }

        public String text() {
            return text;
        }
    }

    /**
     * Something that went on during the run.
     *
     * @param overlapNanos that it lasted of the run; 0 for a point in time
     * @param detail which, in the recorder's words
     */
    public record Cause(Kind kind, long overlapNanos, String detail) {}

    public Outlier {
        causes = List.copyOf(causes);
    }

    /** The likeliest cause, or "unexplained". */
    public String text() {
        return causes.isEmpty() ? "unexplained" : causes.getFirst().kind().text();
    }
}
