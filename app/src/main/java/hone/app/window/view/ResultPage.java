package hone.app.window.view;

import hone.app.window.model.StudioViewModel;
import hone.app.window.port.RunningTrial;
import hone.profiler.report.RunReport;
import hone.visualizers.Texts;
import hone.visualizers.bars.BarsView;
import hone.visualizers.chart.ExportDesk;
import hone.visualizers.chart.PictureGrid;
import hone.visualizers.latency.LatencyTrace;
import hone.visualizers.latency.LatencyView;
import hone.visualizers.memory.MemoryView;
import hone.visualizers.ops.OpsView;
import hone.visualizers.theme.Theme;
import hone.visualizers.tile.Prediction;
import hone.visualizers.tile.TilesView;
import java.util.List;
import java.util.Optional;
import javafx.beans.value.ObservableValue;
import javafx.scene.control.SplitPane;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;

/** The centre: the verdict, the four tiles, and the pictures. */
public final class ResultPage extends VBox {
    private static final int ENOUGH_FOR_A_MEDIAN = 8;

    private final StudioViewModel studio;
    private final TilesView tiles;
    private final LatencyView latency;
    private final MemoryView memory;
    private final BarsView bars;
    private final OpsView ops;
    private final PictureGrid pictures;
    private final ShowInTurn turns = new ShowInTurn();
    private int seenBlocks;
    private boolean following;

    public ResultPage(StudioViewModel studio, ObservableValue<Theme> theme, ExportDesk desk, Texts texts) {
        this.studio = studio;
        getStyleClass().add("result-page");
        Texts words = Texts.pictures();
        tiles = new TilesView(words);
        latency = new LatencyView(theme, desk, words);
        memory = new MemoryView(theme, desk, words);
        bars = new BarsView(theme, desk, words);
        ops = new OpsView(desk, words);
        pictures =
                new PictureGrid(new SplitPane(latency.node(), memory.node()), new SplitPane(ops.node(), bars.node()));
        VBox.setVgrow(pictures, Priority.ALWAYS);
        getChildren().addAll(new VerdictBanner(studio, texts), tiles.node(), pictures);
        studio.reportProperty().subscribe(this::showReport);
        studio.runningProperty().subscribe(this::showRunning);
        studio.settingProperty().subscribe(_ -> paleIfOutdated());
    }

    /** The panes whose dividers the studio remembers. */
    public List<SplitPane> dividers() {
        return pictures.splits();
    }

    /** Puts an enlarged picture back; says whether there was one. */
    public boolean restorePictures() {
        return pictures.restore();
    }

    /** Whether all pictures show the report; on a busy machine that takes some frames. */
    public boolean isSettled() {
        return turns.isOver();
    }

    private void showReport(Optional<RunReport> report) {
        following = false;
        report.ifPresentOrElse(
                shown -> {
                    tiles.show(shown);
                    turns.show(shown, List.of(latency, ops, memory, bars));
                },
                () -> {
                    turns.skipAll();
                    List.of(tiles, latency, memory, bars, ops).forEach(view -> view.clear());
                });
        paleIfOutdated();
    }

    private void paleIfOutdated() {
        if (studio.reportProperty().get().isPresent() && !studio.isReportCurrent()) {
            tiles.outdated();
        }
    }

    private void showRunning(Optional<RunningTrial> running) {
        seenBlocks = 0;
        if (running.isPresent() && running.get().isLive()) {
            following = true;
            turns.skip(latency);
            latency.follow(running.get().trace());
            boolean changed = !studio.isReportCurrent();
            if (changed && !studio.predictionProperty().get().equals(Prediction.NONE)) {
                tiles.predict(studio.predictionProperty().get());
            } else {
                tiles.measuring();
            }
        } else if (running.isEmpty() && following) {
            showReport(studio.reportProperty().get()); // it ended without a report: nothing stays half drawn
        }
    }

    /** Brings the live pictures up to date; called by the window's pulse while a trial runs. */
    public void poll(RunningTrial trial) {
        if (!trial.isLive()) {
            return;
        }
        latency.poll();
        LatencyTrace trace = trial.trace();
        if (trace.blocks() == seenBlocks) {
            return;
        }
        seenBlocks = trace.blocks();
        int samples = trace.candidate().size();
        if (samples >= ENOUGH_FOR_A_MEDIAN) {
            tiles.live(trace.baseline().median(), trace.candidate().median(), samples);
        }
    }
}
