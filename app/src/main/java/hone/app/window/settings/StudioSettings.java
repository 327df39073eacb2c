package hone.app.window.settings;

import java.util.List;

/**
 * What the studio remembers of its window.
 *
 * @param version of this form
 * @param theme id
 * @param x of the window; NaN leaves it to the system
 * @param y of the window
 * @param width of the window
 * @param height of the window
 * @param maximized whether it filled the screen
 * @param dividers positions between the panes, each 0 to 1; empty for the standard ones
 * @param recipe what was switched on
 * @param baseline what it was compared with
 * @param batch samples per inference; 0 for the workload's own
 * @param model id of the model; empty for the standard one
 */
public record StudioSettings(
        int version,
        String theme,
        double x,
        double y,
        double width,
        double height,
        boolean maximized,
        List<Double> dividers,
        String recipe,
        String baseline,
        int batch,
        String model) {
    /** The version this code writes. */
    public static final int VERSION = 1;

    /** The recipe a first start opens on: one switch that shows what the studio is about. */
    public static final StudioSettings FIRST = new StudioSettings(
            VERSION, "light", Double.NaN, Double.NaN, 1320, 730, false, List.of(), "simd", "", 0, "");

    public StudioSettings {
        dividers = List.copyOf(dividers);
    }
}
