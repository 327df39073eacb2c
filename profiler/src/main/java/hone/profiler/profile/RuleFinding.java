package hone.profiler.profile;

import org.jspecify.annotations.Nullable;

/**
 * What a rule of JDK Mission Control says of a recording.
 *
 * @param rule its name
 * @param severity "warning" or "information"
 * @param score 0 to 100
 * @param summary in a sentence
 * @param explanation why; may be empty
 * @param solution what to do; may be empty
 * @param fromNanos on the timeline where what it points to begins; the beginning where it points to nothing narrower
 * @param toNanos where that ends
 * @param narrower whether it points to less than the whole recording
 * @param nearest the step that the window begins in or after; null where there is none
 */
public record RuleFinding(
        String rule,
        String severity,
        double score,
        String summary,
        String explanation,
        String solution,
        long fromNanos,
        long toNanos,
        boolean narrower,
        @Nullable String nearest) {}
