package hone.app.cli;

import hone.engine.train.TrainingFootprint;
import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/** What {@code train} says of the memory that its steps take. */
final class FootprintText {
    private FootprintText() {}

    /** One line: the planned peak, and what it would be the other way. */
    static void print(PrintWriter out, TrainingFootprint.Choice footprint) {
        TrainingFootprint taken = footprint.taken();
        TrainingFootprint other = footprint.recomputes() ? footprint.keeping() : footprint.recomputing();
        out.printf(
                Locale.ROOT,
                "planned peak of a step: %.2f MB, activations %.2f MB; %s --checkpoint-gradients %.2f MB, activations"
                        + " %.2f MB%n",
                taken.peakBytes() / 1e6,
                taken.activations() / 1e6,
                footprint.recomputes() ? "without" : "with",
                other.peakBytes() / 1e6,
                other.activations() / 1e6);
        out.flush();
    }

    /** For programs. */
    static Map<String, Object> values(TrainingFootprint.Choice footprint) {
        Map<String, Object> values = new LinkedHashMap<>();
        values.put("peakBytes", footprint.taken().peakBytes());
        values.put("checkpointsGradients", footprint.recomputes());
        values.put("peakBytesKeeping", footprint.keeping().peakBytes());
        values.put("peakBytesCheckpointing", footprint.recomputing().peakBytes());
        values.put("parts", footprint.taken());
        return values;
    }
}
