package hone.visualizers.chart;

import java.util.List;
import java.util.Optional;
import javafx.geometry.Orientation;
import javafx.scene.Node;
import javafx.scene.control.SplitPane;
import javafx.scene.layout.Region;
import javafx.scene.layout.StackPane;

/** Two rows of cards with movable dividers between them; any card can take all the room for a while. */
public final class PictureGrid extends StackPane {
    /** The lower row has a table whose rows should all show; charts scale. */
    private static final double UPPER_SHARE = 0.48;

    private final List<SplitPane> rows;
    private final SplitPane all;
    private Optional<Enlarged> enlarged = Optional.empty();

    /** The card that has all the room, where it came from, and the dividers as they were. */
    private record Enlarged(PictureCard card, SplitPane row, int place, List<double[]> dividers) {}

    public PictureGrid(SplitPane upper, SplitPane lower) {
        rows = List.of(upper, lower);
        all = new SplitPane(upper, lower);
        all.setOrientation(Orientation.VERTICAL);
        all.setDividerPositions(UPPER_SHARE);
        splits().forEach(pane -> pane.getStyleClass().add("picture-split"));
        setMinHeight(0);
        getChildren().add(all);
        for (SplitPane row : rows) {
            for (Node card : row.getItems()) {
                if (card instanceof PictureCard picture) {
                    picture.onEnlarge(() -> toggle(picture));
                }
            }
        }
    }

    /** All panes with dividers, in a fixed order. */
    public List<SplitPane> splits() {
        return List.of(rows.get(0), rows.get(1), all);
    }

    private void toggle(PictureCard card) {
        if (!restore()) {
            for (SplitPane row : rows) {
                if (row.getItems().contains(card)) {
                    enlarge(card, row);
                    return;
                }
            }
        }
    }

    private void enlarge(PictureCard card, SplitPane row) {
        List<double[]> dividers =
                splits().stream().map(SplitPane::getDividerPositions).toList();
        int place = row.getItems().indexOf(card);
        enlarged = Optional.of(new Enlarged(card, row, place, dividers));
        row.getItems().set(place, new Region());
        all.setVisible(false);
        getChildren().add(card);
        card.setEnlarged(true);
    }

    /** Puts an enlarged card back; says whether there was one. */
    public boolean restore() {
        if (enlarged.isEmpty()) {
            return false;
        }
        Enlarged was = enlarged.get();
        enlarged = Optional.empty();
        getChildren().remove(was.card());
        was.row().getItems().set(was.place(), was.card());
        all.setVisible(true);
        was.card().setEnlarged(false);
        for (int i = 0; i < was.dividers().size(); i++) {
            splits().get(i).setDividerPositions(was.dividers().get(i));
        }
        return true;
    }
}
