package hone.visualizers.theme;

import java.awt.Font;
import java.awt.FontFormatException;
import java.awt.GraphicsEnvironment;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;

/**
 * The fonts that ship with the studio, made known to JavaFX and to AWT: charts are measured by AWT even where JavaFX
 * draws them, and a font that only one of the two knows would clip its labels.
 */
public final class ThemeFonts {
    /** Family of all text. */
    public static final String TEXT = "Inter";

    /** Family of headings and figures; a family of its own, since JavaFX does not find its weight below "Inter". */
    public static final String STRONG = "Inter SemiBold";

    /** Family of code and recipes. */
    public static final String CODE = "JetBrains Mono";

    private static final String INTER = "/com/formdev/flatlaf/fonts/inter/Inter-";
    private static final String MONO = "/com/formdev/flatlaf/fonts/jetbrains_mono/JetBrainsMono-";
    private static final List<String> FILES = List.of(
            INTER + "Regular.otf",
            INTER + "SemiBold.otf",
            INTER + "Bold.otf",
            INTER + "Italic.otf",
            MONO + "Regular.ttf",
            MONO + "Bold.ttf");

    private ThemeFonts() {}

    /** Registers all fonts; harmless when called again. A missing one only falls back to the system's font. */
    public static void register() {
        FILES.forEach(ThemeFonts::register);
    }

    private static void register(String file) {
        try (InputStream forFx = ThemeFonts.class.getResourceAsStream(file);
                InputStream forAwt = ThemeFonts.class.getResourceAsStream(file)) {
            if (forFx == null || forAwt == null) {
                return;
            }
            javafx.scene.text.Font.loadFont(forFx, 13);
            Font font = Font.createFont(Font.TRUETYPE_FONT, forAwt);
            GraphicsEnvironment.getLocalGraphicsEnvironment().registerFont(font);
        } catch (IOException | FontFormatException e) {
            System.getLogger(ThemeFonts.class.getName())
                    .log(System.Logger.Level.WARNING, "font not loaded: " + file, e);
        }
    }
}
