package hone.app.window;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import hone.app.window.settings.SettingsStore;
import hone.profiler.report.RunReport;
import java.nio.file.Path;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javafx.scene.Node;
import javafx.scene.control.ChoiceBox;
import javafx.scene.control.Labeled;
import javafx.scene.input.KeyCode;
import javafx.stage.Stage;
import org.controlsfx.control.ToggleSwitch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.testfx.api.FxRobot;
import org.testfx.api.FxToolkit;
import org.testfx.framework.junit5.ApplicationExtension;
import org.testfx.util.WaitForAsyncUtils;

/** The window as a person uses it: mouse and keys in, what is to be read on the screen out. */
@ExtendWith(ApplicationExtension.class)
@Timeout(90)
class StudioTest {
    @TempDir
    Path folder;

    private final FakePort port = new FakePort(2);
    private StudioWindow window;
    private Stage stage;

    @BeforeEach
    void open() throws TimeoutException {
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

    @AfterEach
    void close() throws TimeoutException {
        FxToolkit.setupFixture(() -> stage.hide());
    }

    @ParameterizedTest
    @ValueSource(strings = {"threads", "int8", "prune"})
    void flippingASwitchChangesTilesChartAndVerdict(String id, FxRobot robot) throws Exception {
        String verdict = text("#verdict");
        String latency = text("#tile-latency-value");
        String memory = text("#tile-memory-value");
        String size = text("#tile-size-value");
        long paints = chartPaints();
        flip(robot, id);
        awaitResult();
        assertTrue(report().recipe().contains(id));
        assertNotEquals(verdict, text("#verdict"));
        assertNotEquals(latency, text("#tile-latency-value"));
        assertTrue(chartPaints() > paints, "the chart was drawn again");
        if (id.equals("int8")) {
            assertNotEquals(memory, text("#tile-memory-value"));
        }
        if (!id.equals("threads")) {
            assertNotEquals(size, text("#tile-size-value"));
        }
        assertTrue(text("#tile-latency-verdict").contains("faster"));
    }

    @Test
    void switchingTheLastTechniqueOffComparesTheBaselineWithItself(FxRobot robot) throws Exception {
        flip(robot, "simd");
        awaitResult();
        assertEquals("", report().recipe());
        assertTrue(text("#tile-latency-verdict").contains("within noise"));
        assertTrue(text("#verdict").startsWith("No difference"));
    }

    @Test
    void aRefusedSwitchIsDisabledWithItsReasonInPlainSightAndTakesTheFocus(FxRobot robot) throws Exception {
        flip(robot, "prune");
        awaitResult();
        ToggleSwitch toggle = find("#toggle-int8", ToggleSwitch.class);
        assertTrue(toggle.isDisabled());
        assertTrue(find("#reason-int8", Node.class).isVisible());
        assertTrue(text("#reason-int8").contains("sparse kernel"));
        Node row = find("#technique-int8", Node.class);
        assertTrue(row.isFocusTraversable());
        assertTrue(row.getAccessibleText().contains("sparse kernel"));
    }

    @Test
    void keysPinSwapUndoRedoAndRun(FxRobot robot) throws Exception {
        focusNothing();
        robot.type(KeyCode.B);
        awaitResult();
        assertEquals("simd", report().baseline().recipe());
        robot.push(KeyCode.CONTROL, KeyCode.Z);
        awaitResult();
        assertEquals("", report().baseline().recipe());
        robot.push(KeyCode.CONTROL, KeyCode.SHIFT, KeyCode.Z);
        awaitResult();
        assertEquals("simd", report().baseline().recipe());
        robot.push(KeyCode.CONTROL, KeyCode.Z);
        robot.type(KeyCode.T);
        awaitResult();
        assertEquals("simd", report().baseline().recipe());
        assertEquals("", report().recipe());
        int before = port.requests.size();
        robot.type(KeyCode.SPACE);
        awaitResult();
        assertEquals(before + 1, port.requests.size());
    }

    /** The box takes the focus and the arrow keys; what the other model does not take is switched off, and comes back. */
    @Test
    void anotherModelIsChosenByKeysAndRemembered(FxRobot robot) throws Exception {
        flip(robot, "prune");
        awaitResult();
        assertTrue(report().recipe().contains("prune"));
        ChoiceBox<?> box = find("#model", ChoiceBox.class);
        assertTrue(box.isFocusTraversable());
        assertTrue(box.getAccessibleText().contains("MLP"), box.getAccessibleText());
        focus("#model");
        robot.type(KeyCode.DOWN);
        awaitResult();
        assertEquals("cnn", report().model());
        assertEquals("simd", report().recipe());
        assertTrue(box.getAccessibleText().contains("CNN"), box.getAccessibleText());
        assertTrue(find("#technique-prune", Node.class).getAccessibleText().contains("images are dense"));
        focusNothing();
        robot.push(KeyCode.CONTROL, KeyCode.Z);
        awaitResult();
        assertEquals("mlp", report().model());
        assertTrue(report().recipe().contains("prune"));
        robot.push(KeyCode.CONTROL, KeyCode.SHIFT, KeyCode.Z);
        awaitResult();
        FxToolkit.setupFixture(() -> stage.hide());
        assertEquals("cnn", new SettingsStore(folder).load().settings().model());
    }

    @Test
    void theThemeSwitchesWhileTheStudioRuns(FxRobot robot) throws Exception {
        focusNothing();
        assertEquals("light", window.content().themeProperty().get().id());
        String before = onFx(() -> window.content().scene().getUserAgentStylesheet());
        robot.push(KeyCode.CONTROL, KeyCode.D);
        WaitForAsyncUtils.waitForFxEvents();
        assertEquals("dark", window.content().themeProperty().get().id());
        assertNotEquals(before, onFx(() -> window.content().scene().getUserAgentStylesheet()));
    }

    @Test
    void helpShowsTheKeysAndEscClosesIt(FxRobot robot) throws Exception {
        focusNothing();
        doOnFx(() -> find("#help", javafx.scene.control.Button.class).fire());
        assertTrue(find("#help-overlay", Node.class).isVisible());
        robot.type(KeyCode.ESCAPE);
        WaitForAsyncUtils.waitForFxEvents();
        assertFalse(find("#help-overlay", Node.class).isVisible());
    }

    @Test
    void aFailedTrialIsToldInOneSentenceAndTheLastResultStays(FxRobot robot) throws Exception {
        String latency = text("#tile-latency-value");
        port.failWith("the trial needs 9.1 GB, over the budget of 4.8 GB; choose a smaller batch");
        flip(robot, "threads");
        awaitResult();
        WaitForAsyncUtils.waitFor(
                10,
                TimeUnit.SECONDS,
                () -> shows("The trial needs 9.1 GB, over the budget of 4.8 GB; choose a smaller batch"));
        assertEquals(latency, text("#tile-latency-value"));
    }

    @Test
    void switchesAndKnobsWorkByKeyboardAlone(FxRobot robot) throws Exception {
        focus("#toggle-prune");
        int before = port.requests.size();
        robot.type(KeyCode.SPACE);
        awaitResult();
        assertEquals(before + 1, port.requests.size(), "Space on a switch flips it and does nothing else");
        assertEquals("simd,prune", report().recipe());
        focus("#knob-prune-sparsity");
        robot.type(KeyCode.RIGHT);
        awaitResult();
        assertEquals("simd,prune=0.75", report().recipe());
        assertEquals(
                "prune=0.75", find("#chip-prune .recipe-text", Labeled.class).getText());
    }

    @Test
    void spaceOnAButtonPressesItAndDoesNothingElse(FxRobot robot) throws Exception {
        focus("#swap");
        int before = port.requests.size();
        robot.type(KeyCode.SPACE);
        awaitResult();
        assertEquals(before + 1, port.requests.size());
        assertEquals("simd", report().baseline().recipe());
    }

    @Test
    void anotherBatchSizeIsMeasured() throws Exception {
        doOnFx(() -> window.studio().batch(32));
        awaitResult();
        assertEquals(32, report().batch());
        assertTrue(text("#verdict-subject").contains("batch 32"));
    }

    @Test
    void anEnlargedPictureGoesBackOnEsc(FxRobot robot) throws Exception {
        var chart = find("#latency-chart", hone.visualizers.chart.ChartPane.class);
        double before = chart.getWidth();
        doOnFx(() -> {
            var card = java.util.stream.Stream.iterate((Node) chart, Node::getParent)
                    .filter(hone.visualizers.chart.PictureCard.class::isInstance)
                    .findFirst()
                    .orElseThrow();
            card.lookupAll(".button").forEach(node -> ((javafx.scene.control.Button) node).fire());
        });
        WaitForAsyncUtils.waitForFxEvents();
        assertTrue(chart.getWidth() > before * 1.5, chart.getWidth() + " vs " + before);
        focusNothing();
        robot.type(KeyCode.ESCAPE);
        WaitForAsyncUtils.waitForFxEvents();
        assertEquals(before, chart.getWidth(), 2);
    }

    @Test
    void theRecipeStripShowsMovesAndRemovesSteps(FxRobot robot) throws Exception {
        flip(robot, "threads");
        awaitResult();
        focus("#chip-threads");
        robot.push(KeyCode.ALT, KeyCode.LEFT);
        awaitResult();
        assertEquals("threads,simd", report().recipe());
        robot.type(KeyCode.DELETE);
        awaitResult();
        assertEquals("simd", report().recipe());
        assertFalse(find("#toggle-threads", ToggleSwitch.class).isSelected());
    }

    @Test
    void whatWasChosenIsThereAfterARestart() throws Exception {
        doOnFx(() -> {
            window.content().themeProperty().set(hone.visualizers.theme.Theme.DARK);
            window.studio().batch(64);
        });
        awaitResult();
        FxToolkit.setupFixture(() -> stage.hide());
        SettingsStore.Loaded loaded = new SettingsStore(folder).load();
        assertTrue(loaded.sentence().isEmpty());
        assertEquals("dark", loaded.settings().theme());
        assertEquals(64, loaded.settings().batch());
        assertEquals("simd", loaded.settings().recipe());
    }

    private void flip(FxRobot robot, String id) {
        robot.clickOn(find("#toggle-" + id, ToggleSwitch.class).lookup(".thumb-area"));
        WaitForAsyncUtils.waitForFxEvents();
    }

    private void awaitResult() throws TimeoutException {
        WaitForAsyncUtils.waitForFxEvents();
        WaitForAsyncUtils.waitFor(
                30,
                TimeUnit.SECONDS,
                () -> window.studio().runningProperty().get().isEmpty());
        WaitForAsyncUtils.waitForFxEvents();
    }

    private void focusNothing() {
        doOnFx(() -> window.content().scene().getRoot().requestFocus());
    }

    private void focus(String selector) {
        doOnFx(() -> find(selector, Node.class).requestFocus());
    }

    private boolean shows(String sentence) {
        return window.content().scene().getRoot().lookupAll(".label").stream()
                .anyMatch(
                        node -> node instanceof Labeled label && sentence.equals(label.getText()) && label.isVisible());
    }

    private RunReport report() {
        return window.studio().reportProperty().get().orElseThrow();
    }

    private long chartPaints() {
        return find("#latency-chart", hone.visualizers.chart.ChartPane.class).paints();
    }

    private String text(String selector) {
        return find(selector, Labeled.class).getText();
    }

    private <T extends Node> T find(String selector, Class<T> type) {
        Node node = window.content().scene().getRoot().lookup(selector);
        return type.cast(Objects.requireNonNull(node, selector));
    }

    private static void doOnFx(Runnable work) {
        WaitForAsyncUtils.waitForAsyncFx(30_000, work);
    }

    private static <T> T onFx(Callable<T> work) {
        return WaitForAsyncUtils.waitForAsyncFx(30_000, work);
    }
}
