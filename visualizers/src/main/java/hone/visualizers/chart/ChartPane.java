package hone.visualizers.chart;

import hone.visualizers.theme.Theme;
import javafx.animation.PauseTransition;
import javafx.beans.value.ObservableValue;
import javafx.scene.AccessibleRole;
import javafx.scene.canvas.Canvas;
import javafx.scene.canvas.GraphicsContext;
import javafx.scene.layout.Region;
import javafx.scene.transform.Scale;
import javafx.util.Duration;
import org.jfree.fx.FXGraphics2D;

/**
 * A picture on a JavaFX canvas. It redraws at most every {@link #PERIOD}, only while it can be seen, and draws nothing
 * by itself: whoever feeds it calls {@link #redraw()}, which during a trial happens between measured blocks.
 */
public final class ChartPane extends Region {
    /** Ten frames a second are plenty for a chart and leave the processor to the trial. */
    static final Duration PERIOD = Duration.millis(100);

    private final Picture picture;
    private final ObservableValue<Theme> theme;
    private final Canvas canvas = new Canvas();
    private final PauseTransition wait = new PauseTransition();
    private final Scale shrink = new Scale(1, 1);
    private double resolution = 1;
    private boolean stale = true;
    private long paintedAt;
    private long paints;

    public ChartPane(Picture picture, ObservableValue<Theme> theme) {
        this.picture = picture;
        this.theme = theme;
        getStyleClass().add("chart-pane");
        getChildren().add(canvas);
        canvas.setManaged(false);
        canvas.getTransforms().add(shrink);
        setMinSize(0, 0);
        setPrefSize(320, 180);
        setFocusTraversable(true);
        setAccessibleRole(AccessibleRole.IMAGE_VIEW);
        setAccessibleText(picture.description());
        theme.subscribe(_ -> redrawNow());
        visibleProperty().subscribe(_ -> redrawNow());
        wait.setOnFinished(_ -> requestLayout());
    }

    /** Asks for a new drawing, now or when the period since the last one is over. */
    public void redraw() {
        stale = true;
        double sinceMillis = (System.nanoTime() - paintedAt) / 1e6;
        if (paintedAt == 0 || sinceMillis >= PERIOD.toMillis()) {
            requestLayout();
        } else if (wait.getStatus() != javafx.animation.Animation.Status.RUNNING) {
            wait.setDuration(Duration.millis(PERIOD.toMillis() - sinceMillis));
            wait.playFromStart();
        }
    }

    /** As {@link #redraw()}, without waiting: the size, the theme or the whole content changed. */
    public void redrawNow() {
        stale = true;
        paintedAt = 0;
        requestLayout();
    }

    /** Paints with more pixels per unit, for a picture of the window that is taken enlarged. */
    public void setResolution(double pixelsPerUnit) {
        resolution = pixelsPerUnit;
        shrink.setX(1 / pixelsPerUnit);
        shrink.setY(1 / pixelsPerUnit);
        redrawNow();
    }

    /** How often the picture was painted so far. */
    public long paints() {
        return paints;
    }

    @Override
    protected void layoutChildren() {
        double width = Math.floor(getWidth());
        double height = Math.floor(getHeight());
        if (width * resolution != canvas.getWidth() || height * resolution != canvas.getHeight()) {
            canvas.setWidth(width * resolution);
            canvas.setHeight(height * resolution);
            stale = true;
        }
        if (stale && width > 8 && height > 8 && canBeSeen()) {
            paint(width, height);
        }
    }

    private void paint(double width, double height) {
        stale = false;
        GraphicsContext context = canvas.getGraphicsContext2D();
        context.save();
        context.clearRect(0, 0, canvas.getWidth(), canvas.getHeight());
        var graphics = new FXGraphics2D(context);
        graphics.scale(resolution, resolution);
        picture.paint(graphics, width, height, theme.getValue().palette());
        context.restore();
        setAccessibleText(picture.description());
        paintedAt = System.nanoTime();
        paints++;
    }

    private boolean canBeSeen() {
        for (javafx.scene.Node node = this; node != null; node = node.getParent()) {
            if (!node.isVisible()) {
                return false;
            }
        }
        return getScene() != null;
    }
}
