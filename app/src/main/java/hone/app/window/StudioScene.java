package hone.app.window;

import hone.app.window.model.Notice;
import hone.app.window.model.StudioViewModel;
import hone.app.window.port.RunningTrial;
import hone.app.window.view.DetailsPane;
import hone.app.window.view.DropZone;
import hone.app.window.view.HeaderBar;
import hone.app.window.view.HelpOverlay;
import hone.app.window.view.ImportStrip;
import hone.app.window.view.ModelChooser;
import hone.app.window.view.OutlinePane;
import hone.app.window.view.RecipeStrip;
import hone.app.window.view.ResultPage;
import hone.app.window.view.Shortcuts;
import hone.app.window.view.StudioStatusBar;
import hone.app.window.view.WindowDesk;
import hone.engine.format.AtomicFile;
import hone.visualizers.Texts;
import hone.visualizers.chart.ExportDesk;
import hone.visualizers.theme.Theme;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import javafx.animation.AnimationTimer;
import javafx.animation.PauseTransition;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.SimpleObjectProperty;
import javafx.scene.Scene;
import javafx.scene.control.SplitPane;
import javafx.scene.input.KeyCode;
import javafx.scene.layout.BorderPane;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;
import javafx.util.Duration;
import org.controlsfx.control.NotificationPane;

/**
 * The whole content of the studio's window, with its keys, its pulse and its theme, in a scene that a stage or a
 * screenshot can take.
 */
public final class StudioScene {
    private static final long POLL_NANOS = 100_000_000;
    private static final Duration NOTICE = Duration.seconds(6);

    private final StudioViewModel studio;
    private final Texts texts = new Texts("hone.app.window.messages");
    private final ObjectProperty<Theme> theme = new SimpleObjectProperty<>(Theme.LIGHT);
    private final NotificationPane notices = new NotificationPane();
    private final PauseTransition hideNotice = new PauseTransition(NOTICE);
    private final HelpOverlay help;
    private final ExportDesk desk;
    private final ModelChooser chooser;
    private final ResultPage page;
    private final StudioStatusBar status;
    private final ImportStrip imports;
    private final SplitPane columns;
    private final Scene scene;
    private long polledAt;
    private final AnimationTimer pulse = new AnimationTimer() {
        @Override
        public void handle(long now) {
            if (now - polledAt >= POLL_NANOS) {
                polledAt = now;
                studio.runningProperty().get().ifPresent(StudioScene.this::poll);
                imports.poll();
            }
        }
    };

    /**
     * A scene on a state.
     *
     * @param desk where exports go
     * @param chooser asks which model to import
     */
    StudioScene(StudioViewModel studio, ExportDesk desk, ModelChooser chooser, double width, double height) {
        this.studio = studio;
        this.desk = desk;
        this.chooser = chooser;
        help = new HelpOverlay(texts);
        page = new ResultPage(studio, theme, desk, texts);
        status = new StudioStatusBar(studio, texts);
        imports = new ImportStrip(studio.models(), texts);
        columns = new SplitPane(new OutlinePane(studio, texts), page, new DetailsPane(studio, texts));
        columns.getStyleClass().add("columns");
        SplitPane.setResizableWithParent(columns.getItems().get(0), false);
        SplitPane.setResizableWithParent(columns.getItems().get(2), false);
        columns.setDividerPositions(268 / width, 1 - 250 / width);
        var shell = new BorderPane(notices);
        shell.setTop(new VBox(
                new HeaderBar(studio, texts, chooser, this::switchTheme, help::toggle),
                new RecipeStrip(studio, texts)));
        shell.setBottom(new VBox(imports, status));
        notices.setContent(columns);
        notices.setShowFromTop(false); // above the status bar, where it hides neither verdict nor buttons
        var dropped = new DropZone(studio, texts);
        var root = new StackPane(shell, help, dropped);
        dropped.install(root);
        root.getStyleClass().add("studio");
        scene = new Scene(root, width, height);
        if (desk instanceof WindowDesk window) {
            window.ownedBy(root);
        }
        theme.subscribe(this::dress);
        studio.noticeProperty().subscribe(this::say);
        studio.runningProperty().subscribe(_ -> keepPulse());
        studio.models().importingProperty().subscribe(_ -> keepPulse());
        hideNotice.setOnFinished(_ -> notices.hide());
        shortcuts().install(scene);
    }

    private Shortcuts shortcuts() {
        return new Shortcuts()
                .plain(KeyCode.SPACE, studio::run)
                .plain(KeyCode.ESCAPE, this::escape)
                .plain(KeyCode.B, studio::pinBaseline)
                .plain(KeyCode.T, studio::swap)
                .command(KeyCode.Z, false, studio::undo)
                .command(KeyCode.Z, true, studio::redo)
                .command(KeyCode.Y, false, studio::redo)
                .command(KeyCode.D, false, this::switchTheme)
                .command(KeyCode.C, true, this::copyReport)
                .command(KeyCode.E, false, this::exportReport)
                .command(KeyCode.O, false, this::importModel)
                .typed("?", help::toggle);
    }

    private void escape() {
        if (help.isVisible()) {
            help.toggle();
        } else if (notices.isShowing()) {
            notices.hide();
        } else if (!page.restorePictures() && !studio.models().cancelImport()) {
            studio.cancel();
        }
    }

    private void importModel() {
        chooser.choose(ModelChooser.Kind.FILE).ifPresent(studio.models()::importModel);
    }

    private void copyReport() {
        studio.reportJson().ifPresentOrElse(desk::copy, () -> studio.say(texts.get("report.none"), false));
    }

    private void exportReport() {
        studio.reportJson()
                .ifPresentOrElse(
                        json -> desk.choose("report.json")
                                .ifPresent(file -> desk.save(file, path -> AtomicFile.writeText(path, json))),
                        () -> studio.say(texts.get("report.none"), false));
    }

    private void keepPulse() {
        if (studio.runningProperty().get().isPresent()
                || studio.models().importingProperty().get().isPresent()) {
            pulse.start();
        } else {
            pulse.stop();
        }
    }

    private void poll(RunningTrial trial) {
        status.show(trial.progress());
        page.poll(trial);
    }

    private void say(Optional<Notice> notice) {
        notice.ifPresent(said -> {
            notices.getStyleClass().removeAll("problem");
            if (said.isProblem()) {
                notices.getStyleClass().add("problem");
            }
            notices.show(capital(said.sentence()));
            hideNotice.stop();
            if (!said.isProblem()) {
                hideNotice.playFromStart(); // a problem stays until it was read
            }
        });
    }

    private static String capital(String sentence) {
        return sentence.isEmpty()
                ? sentence
                : sentence.substring(0, 1).toUpperCase(Locale.ROOT) + sentence.substring(1);
    }

    private void dress(Theme worn) {
        worn.dress(scene);
        scene.getStylesheets()
                .add(Objects.requireNonNull(StudioScene.class.getResource("studio.css"))
                        .toExternalForm());
    }

    private void switchTheme() {
        theme.set(theme.get().next());
    }

    /** Whether all pictures show what was measured. */
    boolean isSettled() {
        return page.isSettled();
    }

    /** The theme it wears; may be set at any time. */
    public ObjectProperty<Theme> themeProperty() {
        return theme;
    }

    /** The scene. */
    public Scene scene() {
        return scene;
    }

    /** Positions of all dividers, in a fixed order. */
    List<Double> dividers() {
        return splits().flatMap(pane ->
                        java.util.Arrays.stream(pane.getDividerPositions()).boxed())
                .toList();
    }

    /** Puts the dividers where they were; other numbers of them are from another version and are left alone. */
    void setDividers(List<Double> positions) {
        if (positions.size() != dividers().size()) {
            return;
        }
        int at = 0;
        for (SplitPane pane : splits().toList()) {
            for (SplitPane.Divider divider : pane.getDividers()) {
                divider.setPosition(positions.get(at++));
            }
        }
    }

    private Stream<SplitPane> splits() {
        return Stream.concat(Stream.of(columns), page.dividers().stream());
    }

    /** Stops its pulse and clocks. */
    void stop() {
        pulse.stop();
        hideNotice.stop();
        studio.models().stop();
        studio.cancel();
    }
}
