package hone.engine.format;

import java.util.Map;
import java.util.TreeMap;

/**
 * How a saved model came to be: whatever the one who made it wrote down, such as the command, the seed, the data and the
 * accuracy reached.
 *
 * @param facts texts by key
 */
public record Provenance(Map<String, String> facts) {
    /** Nothing is known. */
    public static final Provenance UNKNOWN = new Provenance(Map.of());

    public Provenance {
        facts = java.util.Collections.unmodifiableMap(new TreeMap<>(facts));
    }
}
