package hone.visualizers.tile;

import java.util.Locale;

/** Where a figure comes from; a tile always says so. */
public enum Basis {
    WAITING,
    PREDICTED,
    MEASURING,
    MEASURED;

    /** The key of its word. */
    String key() {
        return "basis." + name().toLowerCase(Locale.ROOT);
    }
}
