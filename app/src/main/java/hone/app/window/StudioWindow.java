package hone.app.window;

import hone.app.window.model.Setting;
import hone.app.window.model.StudioViewModel;
import hone.app.window.port.StudioPort;
import hone.app.window.port.Workload;
import hone.app.window.settings.SettingsStore;
import hone.app.window.settings.StudioSettings;
import hone.app.window.view.SystemModelChooser;
import hone.app.window.view.WindowDesk;
import hone.engine.HoneException;
import hone.engine.technique.Recipe;
import hone.visualizers.Texts;
import hone.visualizers.latency.LatencyView;
import hone.visualizers.theme.Theme;
import hone.visualizers.theme.ThemeFonts;
import java.util.List;
import java.util.concurrent.Executor;
import javafx.geometry.Rectangle2D;
import javafx.stage.PopupWindow;
import javafx.stage.Screen;
import javafx.stage.Stage;
import javafx.stage.Window;

/** The studio's window on a stage: opens as it was left, measures at once, and remembers itself when closed. */
public final class StudioWindow {
    private static final double LEAST_WIDTH = 1000;
    private static final double LEAST_HEIGHT = 620;

    private final Stage stage;
    private final SettingsStore store;
    private final StudioViewModel studio;
    private final StudioScene content;

    /**
     * Builds the window; call on the FX thread.
     *
     * @param store where it remembers itself
     * @param background runs what must not run on the FX thread: writing exports
     */
    public StudioWindow(Stage stage, StudioPort port, SettingsStore store, Executor background) {
        this.stage = stage;
        this.store = store;
        ThemeFonts.register();
        var fxThread = new FxThread();
        SettingsStore.Loaded loaded = store.load();
        StudioSettings settings = loaded.settings();
        studio = new StudioViewModel(port, fxThread, setting(settings, port));
        var texts = new Texts("hone.app.window.messages");
        var desk = new WindowDesk(studio, texts, background, fxThread);
        content = new StudioScene(
                studio, desk, new SystemModelChooser(texts, () -> stage), settings.width(), settings.height());
        content.themeProperty().set(Theme.ofId(settings.theme()));
        place(settings);
        background.execute(LatencyView::warmUp);
        stage.setTitle(texts.get("window.title"));
        stage.setScene(content.scene());
        stage.setOnHiding(_ -> close());
        loaded.sentence().ifPresent(sentence -> studio.say(sentence, true));
    }

    /** The setting to open on; what the settings name but this version does not know is left out. */
    static Setting setting(StudioSettings settings, StudioPort port) {
        Workload workload = port.workloads().stream()
                .filter(each -> each.id().equals(settings.model()))
                .findFirst()
                .orElse(port.workloads().getFirst());
        int batch = workload.batches().contains(settings.batch()) ? settings.batch() : workload.batch();
        return new Setting(workload.id(), recipe(settings.recipe()), recipe(settings.baseline()), batch);
    }

    private static Recipe recipe(String text) {
        try {
            return Recipe.parse(text);
        } catch (HoneException e) {
            return Recipe.NONE;
        }
    }

    private void place(StudioSettings settings) {
        stage.setMinWidth(LEAST_WIDTH);
        stage.setMinHeight(LEAST_HEIGHT);
        boolean known = Double.isFinite(settings.x())
                && !Screen.getScreensForRectangle(settings.x(), settings.y(), settings.width(), settings.height())
                        .isEmpty();
        Rectangle2D screen = Screen.getPrimary().getVisualBounds();
        stage.setWidth(known ? settings.width() : Math.min(settings.width(), screen.getWidth()));
        stage.setHeight(known ? settings.height() : Math.min(settings.height(), screen.getHeight()));
        if (known) {
            stage.setX(settings.x());
            stage.setY(settings.y());
        }
        stage.setMaximized(settings.maximized());
        content.setDividers(settings.dividers());
    }

    /** Shows it and starts the first trial. */
    public void show() {
        stage.show();
        studio.run();
    }

    /** The state behind it. */
    public StudioViewModel studio() {
        return studio;
    }

    /** What is in it. */
    public StudioScene content() {
        return content;
    }

    /** An open popup can bring the toolkit down when it exits, so none outlives its window. */
    private static void hidePopups() {
        for (Window open : List.copyOf(Window.getWindows())) {
            if (open instanceof PopupWindow popup) {
                popup.hide();
            }
        }
    }

    private void close() {
        hidePopups();
        content.stop();
        Setting setting = studio.settingProperty().get();
        var settings = new StudioSettings(
                StudioSettings.VERSION,
                content.themeProperty().get().id(),
                stage.getX(),
                stage.getY(),
                stage.getWidth(),
                stage.getHeight(),
                stage.isMaximized(),
                content.dividers(),
                setting.recipe().toString(),
                setting.baseline().toString(),
                setting.batch() == studio.workload().batch() ? 0 : setting.batch(),
                setting.model());
        try {
            store.save(settings);
        } catch (HoneException e) {
            System.getLogger(StudioWindow.class.getName())
                    .log(System.Logger.Level.WARNING, "the settings were not saved", e);
        }
    }
}
