package hone.visualizers.theme;

import java.awt.Color;
import java.util.List;
import java.util.Locale;

/**
 * The colours charts draw with. The candidate is blue, the baseline grey and hatched; better is blue with ▲, worse
 * orange with ▼, so that no meaning rests on red against green, or on colour alone.
 *
 * @param background behind the plot
 * @param text of titles and labels
 * @param muted of ticks and secondary labels
 * @param grid of grid lines
 * @param candidate the side being tried
 * @param baseline the side it is compared with
 * @param better a change for the better
 * @param worse a change for the worse
 * @param categories of stacked parts, apart in lightness as well as in hue
 */
public record ChartPalette(
        Color background,
        Color text,
        Color muted,
        Color grid,
        Color candidate,
        Color baseline,
        Color better,
        Color worse,
        List<Color> categories) {
    static final ChartPalette LIGHT = new ChartPalette(
            new Color(0xFFFFFF),
            new Color(0x24292F),
            new Color(0x57606A),
            new Color(0xE4E8EC),
            new Color(0x0B66D0),
            new Color(0x8A94A0),
            new Color(0x0B66D0),
            new Color(0xB8540A),
            colors(
                    0x0B66D0, 0x7CC0FF, 0xE08A2C, 0x7A5AC2, 0x2E9C94, 0x8C99A6, 0xD3B8EC, 0x1F4E79, 0x9AD9CF, 0xA8541C,
                    0xF2C879, 0xC7CED5));

    static final ChartPalette DARK = new ChartPalette(
            new Color(0x161B22),
            new Color(0xE6EDF3),
            new Color(0x9DA7B1),
            new Color(0x2A313A),
            new Color(0x58A6FF),
            new Color(0x8B949E),
            new Color(0x58A6FF),
            new Color(0xF0883E),
            colors(
                    0x388BFD, 0xA5D6FF, 0xE3963E, 0xA68BE8, 0x3FB0A6, 0x7D8894, 0xDCC6F5, 0x2F6FB5, 0xA6E3DA, 0xC0703A,
                    0xF4D699, 0x525C68));

    static final ChartPalette HIGH_CONTRAST = new ChartPalette(
            new Color(0x000000),
            new Color(0xFFFFFF),
            new Color(0xE6E6E6),
            new Color(0x4A4A4A),
            new Color(0x71B7FF),
            new Color(0xD0D0D0),
            new Color(0x71B7FF),
            new Color(0xFFB347),
            colors(
                    0x71B7FF, 0xF5E663, 0xFFB347, 0xCBB2FF, 0x5FE0D2, 0xA0A0A0, 0xF2D1FF, 0x4C8FE0, 0xB8FFF5, 0xE07B39,
                    0xFFE3B0, 0x707070));

    public ChartPalette {
        categories = List.copyOf(categories);
    }

    /** The colour of the part at a place in a stack; colours repeat after the last. */
    public Color category(int index) {
        return categories.get(index % categories.size());
    }

    /** A colour with an opacity between 0 and 1. */
    public static Color fade(Color color, double opacity) {
        return new Color(color.getRed(), color.getGreen(), color.getBlue(), (int) Math.round(255 * opacity));
    }

    /** The background as "#rrggbb", for JavaFX. */
    public String backgroundHex() {
        return String.format(Locale.ROOT, "#%06x", background.getRGB() & 0xFFFFFF);
    }

    private static List<Color> colors(int... rgb) {
        return java.util.Arrays.stream(rgb).mapToObj(Color::new).toList();
    }
}
