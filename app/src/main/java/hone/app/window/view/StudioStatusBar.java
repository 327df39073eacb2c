package hone.app.window.view;

import hone.app.window.model.StudioViewModel;
import hone.app.window.port.TrialProgress;
import hone.profiler.report.RunReport;
import hone.visualizers.Figures;
import hone.visualizers.Texts;
import java.util.Optional;
import javafx.animation.Animation;
import javafx.animation.KeyFrame;
import javafx.animation.Timeline;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.ProgressBar;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Region;
import javafx.util.Duration;
import org.controlsfx.control.StatusBar;
import org.kordamp.ikonli.feather.Feather;
import org.kordamp.ikonli.javafx.FontIcon;

/** The bottom line: the trial that runs, how quiet the machine was, and the heap of this program. */
public final class StudioStatusBar extends StatusBar {
    private final StudioViewModel studio;
    private final Texts texts;
    private final Label noise = new Label();
    private final Label heap = new Label();
    private final ProgressBar progress = new ProgressBar();
    private final Button cancel;
    private final HBox trial;
    private final Timeline heartbeat;

    public StudioStatusBar(StudioViewModel studio, Texts texts) {
        this.studio = studio;
        this.texts = texts;
        setId("status-bar");
        noise.setId("noise-light");
        noise.setGraphic(new Region());
        noise.getGraphic().getStyleClass().add("noise-dot");
        heap.setId("heap");
        heap.setGraphic(new FontIcon(Feather.CPU));
        progress.setId("trial-progress");
        cancel = new Button(texts.get("status.cancel"), new FontIcon(Feather.X));
        cancel.setId("cancel");
        cancel.getStyleClass().addAll("flat", "small", "status-cancel");
        cancel.setOnAction(_ -> studio.cancel());
        trial = new HBox(progress, cancel);
        trial.getStyleClass().add("status-trial");
        getLeftItems().add(trial);
        getRightItems().addAll(noise, heap);
        heartbeat = new Timeline(new KeyFrame(Duration.seconds(1), _ -> showHeap()));
        heartbeat.setCycleCount(Animation.INDEFINITE);
        sceneProperty().subscribe(scene -> {
            if (scene == null) {
                heartbeat.stop();
            } else {
                heartbeat.play();
            }
        });
        showHeap();
        studio.reportProperty().subscribe(this::showNoise);
        studio.runningProperty().subscribe(running -> {
            trial.setVisible(running.isPresent());
            trial.setManaged(running.isPresent());
            setText(running.isPresent() ? texts.get("status.starting") : idle());
        });
    }

    private String idle() {
        return studio.reportProperty()
                .get()
                .map(report -> texts.get(
                        "status.done",
                        Figures.count(report.candidate().latency().n())))
                .orElse(texts.get("status.idle"));
    }

    /** Shows how far the trial is; called by the window's pulse. */
    public void show(TrialProgress now) {
        progress.setProgress(Math.max(0, now.fraction())); // never the moving kind: it would repaint while we measure
        boolean known = Double.isFinite(now.remainingSeconds());
        String seconds = Long.toString(Math.max(0, Math.round(now.remainingSeconds())));
        setText(known ? texts.get("status.remaining", now.phase(), seconds) : now.phase());
    }

    private void showNoise(Optional<RunReport> report) {
        boolean quiet = report.map(shown -> shown.noise().warnings().isEmpty()).orElse(true);
        String state = report.isEmpty() ? "unknown" : quiet ? "quiet" : "noisy";
        noise.setText(texts.get("status.noise." + state));
        noise.getGraphic().getStyleClass().setAll("noise-dot", "noise-" + state);
        noise.setAccessibleText(noise.getText());
    }

    private void showHeap() {
        Runtime runtime = Runtime.getRuntime();
        long used = runtime.totalMemory() - runtime.freeMemory();
        heap.setText(texts.get("status.heap", Figures.bytes(used), Figures.bytes(runtime.maxMemory())));
    }
}
