package hone.visualizers.latency;

import hone.profiler.report.RunReport;
import hone.visualizers.ReportView;
import hone.visualizers.Texts;
import hone.visualizers.chart.ChartPane;
import hone.visualizers.chart.ExportDesk;
import hone.visualizers.chart.PictureCard;
import hone.visualizers.theme.Theme;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import javafx.beans.value.ObservableValue;
import javafx.scene.Node;
import javafx.scene.control.ToggleButton;
import javafx.scene.control.Tooltip;
import org.kordamp.ikonli.feather.Feather;
import org.kordamp.ikonli.javafx.FontIcon;

/** The live latency chart: follows a running trial block by block, then shows the finished one with its medians. */
public final class LatencyView implements ReportView {
    private final LatencyPicture picture;
    private final ChartPane pane;
    private final PictureCard card;
    private int drawnBlocks;

    public LatencyView(ObservableValue<Theme> theme, ExportDesk desk, Texts texts) {
        picture = new LatencyPicture(texts);
        pane = new ChartPane(picture, theme);
        pane.setId("latency-chart");
        card = new PictureCard(texts.get("latency.title"), texts.get("latency.empty"), picture, pane, desk, texts);
        card.addTool(lock(texts));
    }

    private ToggleButton lock(Texts texts) {
        var lock = new ToggleButton(null, new FontIcon(Feather.UNLOCK));
        lock.getStyleClass().addAll("icon-button", "flat");
        lock.setAccessibleText(texts.get("latency.lock"));
        lock.setTooltip(new Tooltip(texts.get("latency.lock")));
        lock.selectedProperty().subscribe(locked -> {
            lock.setGraphic(new FontIcon(locked ? Feather.LOCK : Feather.UNLOCK));
            picture.setLocked(locked);
        });
        return lock;
    }

    /**
     * Draws an empty chart into memory, so that the classes, fonts and metrics of the first real one are loaded: on the
     * FX thread that would be felt. Call once at the start, on a background thread.
     */
    public static void warmUp() {
        var image = new BufferedImage(400, 200, BufferedImage.TYPE_INT_RGB);
        Graphics2D graphics = image.createGraphics();
        new LatencyPicture(Texts.pictures()).paint(graphics, 400, 200, Theme.LIGHT.palette());
        graphics.dispose();
    }

    /** Starts to follow a trial. */
    public void follow(LatencyTrace trace) {
        picture.follow(trace);
        drawnBlocks = 0;
    }

    /** Draws what is new since the last call; the trial publishes only between measured blocks. */
    public void poll() {
        int blocks = picture.trace().blocks();
        if (blocks != drawnBlocks) {
            drawnBlocks = blocks;
            card.setFilled(true);
            pane.redraw();
        }
    }

    @Override
    public Node node() {
        return card;
    }

    @Override
    public void show(RunReport report) {
        picture.show(report);
        drawnBlocks = picture.trace().blocks();
        card.setFilled(true);
        card.refreshTable();
        pane.redrawNow();
    }

    @Override
    public void clear() {
        picture.follow(new LatencyTrace());
        card.setFilled(false);
    }

    /** How often the chart was painted so far: a benchmark and the tests ask. */
    public long paints() {
        return pane.paints();
    }
}
