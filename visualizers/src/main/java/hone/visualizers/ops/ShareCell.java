package hone.visualizers.ops;

import hone.profiler.report.OpRow;
import java.util.Locale;
import javafx.geometry.Pos;
import javafx.scene.control.ContentDisplay;
import javafx.scene.control.TableCell;
import javafx.scene.layout.Region;
import javafx.scene.layout.StackPane;

/** An op's share of the time, as a bar with the percentage after it. */
final class ShareCell extends TableCell<OpRow, OpRow> {
    private static final double LENGTH = 38;

    private final Region bar = new Region();
    private final StackPane track = new StackPane(bar);

    ShareCell() {
        bar.getStyleClass().add("share-bar");
        track.getStyleClass().add("share-track");
        track.setMinSize(LENGTH, 6);
        track.setMaxSize(LENGTH, 6);
        StackPane.setAlignment(bar, Pos.CENTER_LEFT);
        setAlignment(Pos.CENTER_LEFT);
        setContentDisplay(ContentDisplay.LEFT);
        setGraphicTextGap(6);
    }

    @Override
    protected void updateItem(OpRow op, boolean empty) {
        super.updateItem(op, empty);
        if (empty || op == null) {
            setText(null);
            setGraphic(null);
            return;
        }
        bar.setMaxWidth(Math.max(1, op.share() * LENGTH));
        setGraphic(track);
        setText(String.format(Locale.ROOT, "%.1f %%", op.share() * 100));
    }
}
