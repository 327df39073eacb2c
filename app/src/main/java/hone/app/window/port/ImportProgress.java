package hone.app.window.port;

/**
 * How far an import is; an immutable snapshot to be polled.
 *
 * @param step what it is doing: "saving"
 * @param fraction done, 0 to 1
 */
public record ImportProgress(String step, double fraction) {}
