package hone.visualizers.tile;

import javafx.scene.layout.Region;

/** The figure's bar, its interval as a whisker over it, and below it the hatched ghost of the baseline. */
final class GhostBar extends Region {
    private static final double THICK = 6;
    private static final double GAP = 2;

    private final Region track = styled("tile-bar-track");
    private final Region candidate = styled("tile-bar");
    private final Region ghost = styled("tile-ghost");
    private final Region whisker = styled("tile-whisker");
    private final Region lowCap = styled("tile-whisker");
    private final Region highCap = styled("tile-whisker");
    private TileFace.Bars bars = TileFace.Bars.NONE;

    GhostBar() {
        getStyleClass().add("tile-bars");
        getChildren().addAll(track, candidate, ghost, whisker, lowCap, highCap);
        setMinHeight(2 * THICK + GAP);
        setPrefHeight(2 * THICK + GAP);
    }

    private static Region styled(String name) {
        var region = new Region();
        region.getStyleClass().add(name);
        region.setManaged(false);
        return region;
    }

    void show(TileFace.Bars shown) {
        bars = shown;
        requestLayout();
    }

    @Override
    protected void layoutChildren() {
        double width = getWidth();
        track.resizeRelocate(0, 0, width, THICK);
        candidate.resizeRelocate(0, 0, Math.rint(bars.candidate() * width), THICK);
        ghost.resizeRelocate(0, THICK + GAP, Math.rint(bars.ghost() * width), THICK);
        double low = Math.rint(bars.low() * width);
        double high = Math.rint(bars.high() * width);
        boolean interval = high - low >= 2;
        place(whisker, interval, low, THICK / 2 - 0.5, high - low, 1);
        place(lowCap, interval, low, 0, 1, THICK);
        place(highCap, interval, high - 1, 0, 1, THICK);
    }

    private static void place(Region part, boolean visible, double x, double y, double width, double height) {
        part.setVisible(visible);
        part.resizeRelocate(x, y, width, height);
    }
}
