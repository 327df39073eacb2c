package hone.profiler.service;

/**
 * How far a trial is.
 *
 * @param fraction done, 0 to 1
 * @param what it is doing: "warming up"
 * @param remainingNanos expected until the report
 */
public record TrialProgress(double fraction, String what, long remainingNanos) {}
