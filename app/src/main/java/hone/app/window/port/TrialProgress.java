package hone.app.window.port;

/**
 * How far a trial is; an immutable snapshot to be polled.
 *
 * @param phase what it is doing: "warming up"
 * @param fraction done, 0 to 1; negative where unknown
 * @param remainingSeconds until the result; NaN where unknown
 */
public record TrialProgress(String phase, double fraction, double remainingSeconds) {}
