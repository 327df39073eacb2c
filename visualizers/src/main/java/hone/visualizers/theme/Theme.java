package hone.visualizers.theme;

import atlantafx.base.theme.PrimerDark;
import atlantafx.base.theme.PrimerLight;
import java.net.URL;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import javafx.scene.Scene;

/**
 * A look of the studio, switchable while it runs: AtlantaFX's Primer underneath, then the sheet that maps the colour
 * names ControlsFX expects, then our own shapes. High contrast is Primer Dark with stronger colours on top.
 */
public enum Theme {
    LIGHT,
    DARK,
    HIGH_CONTRAST;

    /** The id in settings and on the command line: "light", "dark", "high-contrast". */
    public String id() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** The theme of an id; light for an unknown one, since settings may come from another version. */
    public static Theme ofId(String id) {
        for (Theme theme : values()) {
            if (theme.id().equals(id)) {
                return theme;
            }
        }
        return LIGHT;
    }

    /** The next theme in the round that the theme key walks. */
    public Theme next() {
        return switch (this) {
            case LIGHT -> DARK;
            case DARK -> HIGH_CONTRAST;
            case HIGH_CONTRAST -> LIGHT;
        };
    }

    /** The colours charts draw with under this theme. */
    public ChartPalette palette() {
        return switch (this) {
            case LIGHT -> ChartPalette.LIGHT;
            case DARK -> ChartPalette.DARK;
            case HIGH_CONTRAST -> ChartPalette.HIGH_CONTRAST;
        };
    }

    /** Dresses a scene. Popups take the sheets of the scene that owns them, so nothing global is touched. */
    public void dress(Scene scene) {
        scene.setUserAgentStylesheet(
                this == LIGHT ? new PrimerLight().getUserAgentStylesheet() : new PrimerDark().getUserAgentStylesheet());
        scene.getStylesheets().setAll(sheets());
        scene.setFill(javafx.scene.paint.Color.web(palette().backgroundHex()));
    }

    private List<String> sheets() {
        List<String> common = List.of(sheet("controlsfx.css"), sheet("pictures.css"));
        return switch (this) {
            case LIGHT -> plus(common, sheet("light.css"));
            case DARK -> plus(common, sheet("dark.css"));
            case HIGH_CONTRAST -> plus(common, sheet("high-contrast.css"));
        };
    }

    private static List<String> plus(List<String> common, String last) {
        return List.of(common.get(0), common.get(1), last);
    }

    private static String sheet(String name) {
        URL url = Theme.class.getResource(name);
        return Objects.requireNonNull(url, name).toExternalForm();
    }
}
