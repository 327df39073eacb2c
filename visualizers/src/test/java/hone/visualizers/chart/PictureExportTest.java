package hone.visualizers.chart;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import hone.visualizers.theme.ChartPalette;
import java.awt.Graphics2D;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import javax.imageio.ImageIO;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.w3c.dom.Document;

/** Pictures leave the window as well-formed, light files. */
class PictureExportTest {
    @TempDir
    Path folder;

    private final Picture picture = new Picture() {
        @Override
        public void paint(Graphics2D graphics, double width, double height, ChartPalette palette) {
            var brush = new Brush(graphics, palette);
            brush.clear(width, height);
            graphics.clipRect(0, 0, 500, 500);
            graphics.rotate(0.1, 5, 5);
            brush.left("a < b & \"c\"", 10, 10, palette.text());
            brush.bar(10, 30, 100, 20, palette.candidate(), true);
            brush.whisker(20, 60, 40, 8);
            graphics.drawOval(1, 1, 5, 5);
            graphics.fillArc(1, 1, 5, 5, 0, 90);
            graphics.drawPolyline(new int[] {1, 2}, new int[] {3, 4}, 2);
        }

        @Override
        public DataTable table() {
            return new DataTable("sample", List.of("name", "value"), List.of(List.of("a", "1")));
        }

        @Override
        public String description() {
            return "a <sample> & more";
        }
    };

    @Test
    void svgIsWellFormedAndKeepsItsTextAsText() throws Exception {
        String svg = PictureExport.svg(picture);
        Document document = DocumentBuilderFactory.newInstance()
                .newDocumentBuilder()
                .parse(new ByteArrayInputStream(svg.getBytes(StandardCharsets.UTF_8)));
        assertEquals("svg", document.getDocumentElement().getTagName());
        assertEquals(
                "a < b & \"c\"", document.getElementsByTagName("text").item(0).getTextContent());
        assertEquals(
                "a <sample> & more",
                document.getElementsByTagName("title").item(0).getTextContent());
        assertTrue(svg.contains("clip-path"));
    }

    @Test
    void pngIsLightAndTwiceTheNominalSize() throws Exception {
        Path file = folder.resolve("picture.png");
        PictureExport.png(picture, file);
        var image = ImageIO.read(file.toFile());
        assertEquals(1920, image.getWidth());
        assertEquals(0xFFFFFFFF, image.getRGB(1900, 1000));
    }

    @Test
    void csvQuotesAndDefusesFormulas() {
        var table = new DataTable(
                "t",
                List.of("a", "b"),
                List.of(List.of("=1+1", "x,y"), List.of("-5", "say \"so\""), List.of("@me", "+4.5e3")));
        assertEquals("a,b\r\n\"'=1+1\",\"x,y\"\r\n-5,\"say \"\"so\"\"\"\r\n\"'@me\",+4.5e3\r\n", table.csv());
        assertThrows(
                IllegalArgumentException.class, () -> new DataTable("t", List.of("a"), List.of(List.of("1", "2"))));
    }

    @Test
    void axesHaveRoundTicksFromZero() {
        assertEquals(List.of(0.0, 100.0, 200.0, 300.0, 400.0), BarPanel.ticks(446, 5));
        assertEquals(List.of(0.0, 400.0), BarPanel.ticks(446, 2));
    }
}
