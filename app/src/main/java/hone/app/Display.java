package hone.app;

import java.util.Locale;
import java.util.Map;

/**
 * Whether a window can open, and why not.
 *
 * @param available whether it can
 * @param sentence what was found, for people
 */
public record Display(boolean available, String sentence) {
    /** What the environment and the launcher say. */
    public static Display find() {
        return find(
                System.getenv(),
                System.getProperty("os.name"),
                System.getProperty("hone.missing", "").strip(),
                System.getProperty("glass.platform", ""));
    }

    static Display find(Map<String, String> environment, String system, String missing, String platform) {
        if (platform.toLowerCase(Locale.ROOT).equals("headless")) {
            return new Display(true, "none needed: the headless platform was asked for");
        }
        if (!system.toLowerCase(Locale.ROOT).startsWith("linux")) {
            return new Display(true, "the system's own");
        }
        String x = environment.getOrDefault("DISPLAY", "");
        String wayland = environment.getOrDefault("WAYLAND_DISPLAY", "");
        if (x.isEmpty() && wayland.isEmpty()) {
            return new Display(false, "there is no display (neither DISPLAY nor WAYLAND_DISPLAY is set)");
        }
        if (!missing.isEmpty()) {
            return new Display(
                    false,
                    "JavaFX lacks " + missing
                            + " (on Debian or Ubuntu: sudo apt-get install -y --no-install-recommends " + missing
                            + ")");
        }
        return new Display(true, x.isEmpty() ? "Wayland " + wayland : "X " + x);
    }
}
