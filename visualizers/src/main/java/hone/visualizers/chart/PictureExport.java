package hone.visualizers.chart;

import hone.visualizers.theme.Theme;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.imageio.ImageIO;

/** Writes a picture to a file. Exports are light whatever the window wears: they end up on paper and on slides. */
public final class PictureExport {
    private static final int WIDTH = 960;
    private static final int HEIGHT = 540;
    private static final int PNG_SCALE = 2;

    private PictureExport() {}

    /** The picture as pixels, ready to be encoded elsewhere than on the FX thread. */
    static BufferedImage pixels(Picture picture) {
        var image = new BufferedImage(WIDTH * PNG_SCALE, HEIGHT * PNG_SCALE, BufferedImage.TYPE_INT_RGB);
        Graphics2D graphics = image.createGraphics();
        graphics.scale(PNG_SCALE, PNG_SCALE);
        graphics.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
        graphics.setRenderingHint(RenderingHints.KEY_TEXT_ANTIALIASING, RenderingHints.VALUE_TEXT_ANTIALIAS_ON);
        picture.paint(graphics, WIDTH, HEIGHT, Theme.LIGHT.palette());
        graphics.dispose();
        return image;
    }

    /** Writes a PNG at twice the nominal 960 by 540. */
    public static void png(Picture picture, Path file) throws IOException {
        write(pixels(picture), file);
    }

    static void write(BufferedImage image, Path file) throws IOException {
        try (var out = Files.newOutputStream(file)) {
            if (!ImageIO.write(image, "png", out)) {
                throw new IOException("no PNG encoder in this Java runtime");
            }
        }
    }

    /** The picture as an SVG document. */
    public static String svg(Picture picture) {
        var graphics = new SvgGraphics();
        picture.paint(graphics, WIDTH, HEIGHT, Theme.LIGHT.palette());
        return graphics.document(WIDTH, HEIGHT, picture.description());
    }

    /** Writes text as UTF-8. */
    static void write(String text, Path file) throws IOException {
        Files.writeString(file, text, StandardCharsets.UTF_8);
    }
}
