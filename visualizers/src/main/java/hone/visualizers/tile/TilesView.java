package hone.visualizers.tile;

import hone.profiler.report.RunReport;
import hone.visualizers.ReportView;
import hone.visualizers.Texts;
import java.util.List;
import javafx.scene.Node;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Region;

/** The row of live tiles. */
public final class TilesView implements ReportView {
    private final Texts texts;
    private final LatencyTile latency;
    private final List<TileView> tiles;
    private final HBox row;

    public TilesView(Texts texts) {
        this.texts = texts;
        latency = new LatencyTile(texts);
        tiles = all(latency, texts).stream()
                .map(kind -> new TileView(kind, texts))
                .toList();
        row = new HBox();
        row.getStyleClass().add("tiles");
        row.getChildren().addAll(tiles);
        row.setMinHeight(Region.USE_PREF_SIZE);
    }

    /** The list of tiles, in the order they stand: a new figure is one class and one line here. */
    private static List<TileKind> all(LatencyTile latency, Texts texts) {
        return List.of(latency, new MemoryTile(texts), new SizeTile(texts), new AccuracyTile(texts));
    }

    @Override
    public Node node() {
        return row;
    }

    @Override
    public void show(RunReport report) {
        tiles.forEach(tile -> tile.measured(report));
    }

    /** Pales the figures: they are of a trial that does not answer the question in force. */
    public void outdated() {
        tiles.forEach(TileView::outdated);
    }

    /** A trial began: what stands there is of the one before. */
    public void measuring() {
        tiles.forEach(TileView::measuring);
    }

    /** What the recipe is expected to come to, until it is measured. */
    public void predict(Prediction prediction) {
        tiles.forEach(tile -> tile.show(tile.kind().predicted(prediction)));
    }

    /** The running medians of both arms, in nanoseconds, over so many samples of each. */
    public void live(double baselineNanos, double candidateNanos, int samples) {
        tiles.get(0).show(latency.live(baselineNanos, candidateNanos, samples));
    }

    @Override
    public void clear() {
        tiles.forEach(tile -> tile.show(TileFace.waiting(texts.get("tile.waiting"))));
    }
}
