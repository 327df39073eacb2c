package hone.engine.memory;

import java.util.Locale;

/** What memory is for. Categories are disjoint, so that they can be stacked. */
public enum Category {
    WEIGHTS,
    ACTIVATIONS,
    GRADIENTS,
    OPTIMIZER_STATE,
    KV_CACHE,
    SCRATCH,
    DATA;

    /** As it stands in a report: "optimizer state". */
    public String text() {
        return name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }
}
