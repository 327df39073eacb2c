package hone.app.window;

import hone.app.window.settings.SettingsStore;
import hone.profiler.report.RunReport;
import hone.visualizers.chart.ChartPane;
import java.nio.file.Path;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javafx.scene.Node;
import javafx.scene.control.Labeled;
import javafx.stage.Stage;
import org.controlsfx.control.ToggleSwitch;
import org.testfx.api.FxRobot;
import org.testfx.api.FxToolkit;
import org.testfx.util.WaitForAsyncUtils;

/** The whole window over trials that measure nothing, with what a person does to it and reads from it. */
final class StudioOnScreen {
    private final FakePort port = new FakePort(2);
    private final Stage stage;
    private final StudioWindow window;

    /** @param folder where the settings are kept */
    StudioOnScreen(Path folder) throws TimeoutException {
        stage = FxToolkit.registerStage(Stage::new);
        window = onFx(() -> {
            var opened = new StudioWindow(stage, port, new SettingsStore(folder), Runnable::run);
            stage.setX(0);
            stage.setY(0);
            stage.setWidth(1000);
            stage.setHeight(900);
            opened.show();
            return opened;
        });
        awaitResult();
    }

    FakePort port() {
        return port;
    }

    StudioWindow window() {
        return window;
    }

    void close() throws TimeoutException {
        FxToolkit.setupFixture(stage::hide);
    }

    void flip(FxRobot robot, String id) {
        robot.clickOn(find("#toggle-" + id, ToggleSwitch.class).lookup(".thumb-area"));
        WaitForAsyncUtils.waitForFxEvents();
    }

    void awaitResult() throws TimeoutException {
        WaitForAsyncUtils.waitForFxEvents();
        WaitForAsyncUtils.waitFor(
                30,
                TimeUnit.SECONDS,
                () -> window.studio().runningProperty().get().isEmpty());
        WaitForAsyncUtils.waitForFxEvents();
    }

    void focusNothing() {
        doOnFx(() -> window.content().scene().getRoot().requestFocus());
    }

    void focus(String selector) {
        doOnFx(() -> find(selector, Node.class).requestFocus());
    }

    boolean shows(String sentence) {
        return window.content().scene().getRoot().lookupAll(".label").stream()
                .anyMatch(
                        node -> node instanceof Labeled label && sentence.equals(label.getText()) && label.isVisible());
    }

    RunReport report() {
        return window.studio().reportProperty().get().orElseThrow();
    }

    long chartPaints() {
        return find("#latency-chart", ChartPane.class).paints();
    }

    String text(String selector) {
        return find(selector, Labeled.class).getText();
    }

    <T extends Node> T find(String selector, Class<T> type) {
        Node node = window.content().scene().getRoot().lookup(selector);
        return type.cast(Objects.requireNonNull(node, selector));
    }

    static void doOnFx(Runnable work) {
        WaitForAsyncUtils.waitForAsyncFx(30_000, work);
    }

    static <T> T onFx(Callable<T> work) {
        return WaitForAsyncUtils.waitForAsyncFx(30_000, work);
    }
}
