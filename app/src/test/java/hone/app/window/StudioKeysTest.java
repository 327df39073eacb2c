package hone.app.window;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import hone.app.window.settings.SettingsStore;
import hone.visualizers.chart.ChartPane;
import hone.visualizers.chart.PictureCard;
import java.nio.file.Path;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.ChoiceBox;
import javafx.scene.control.Labeled;
import javafx.scene.input.KeyCode;
import org.controlsfx.control.ToggleSwitch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.testfx.api.FxRobot;
import org.testfx.framework.junit5.ApplicationExtension;
import org.testfx.util.WaitForAsyncUtils;

/** The window as a person uses it with the keys alone. */
@ExtendWith(ApplicationExtension.class)
@Timeout(90)
class StudioKeysTest {
    @TempDir
    Path folder;

    private StudioOnScreen studio;

    @BeforeEach
    void open() throws TimeoutException {
        studio = new StudioOnScreen(folder);
    }

    @AfterEach
    void close() throws TimeoutException {
        studio.close();
    }

    @Test
    void keysPinSwapUndoRedoAndRun(FxRobot robot) throws Exception {
        studio.focusNothing();
        robot.type(KeyCode.B);
        studio.awaitResult();
        assertEquals("simd", studio.report().baseline().recipe());
        robot.push(KeyCode.CONTROL, KeyCode.Z);
        studio.awaitResult();
        assertEquals("", studio.report().baseline().recipe());
        robot.push(KeyCode.CONTROL, KeyCode.SHIFT, KeyCode.Z);
        studio.awaitResult();
        assertEquals("simd", studio.report().baseline().recipe());
        robot.push(KeyCode.CONTROL, KeyCode.Z);
        robot.type(KeyCode.T);
        studio.awaitResult();
        assertEquals("simd", studio.report().baseline().recipe());
        assertEquals("", studio.report().recipe());
        int before = studio.port().requests.size();
        robot.type(KeyCode.SPACE);
        studio.awaitResult();
        assertEquals(before + 1, studio.port().requests.size());
    }

    /** The box takes the focus and the arrow keys; what the other model does not take is switched off, and comes back. */
    @Test
    void anotherModelIsChosenByKeysAndRemembered(FxRobot robot) throws Exception {
        studio.flip(robot, "prune");
        studio.awaitResult();
        assertTrue(studio.report().recipe().contains("prune"));
        ChoiceBox<?> box = studio.find("#model", ChoiceBox.class);
        assertTrue(box.isFocusTraversable());
        assertTrue(box.getAccessibleText().contains("MLP"), box.getAccessibleText());
        studio.focus("#model");
        robot.type(KeyCode.DOWN);
        studio.awaitResult();
        assertEquals("cnn", studio.report().model());
        assertEquals("simd", studio.report().recipe());
        assertTrue(box.getAccessibleText().contains("CNN"), box.getAccessibleText());
        assertTrue(
                studio.find("#technique-prune", Node.class).getAccessibleText().contains("images are dense"));
        studio.focusNothing();
        robot.push(KeyCode.CONTROL, KeyCode.Z);
        studio.awaitResult();
        assertEquals("mlp", studio.report().model());
        assertTrue(studio.report().recipe().contains("prune"));
        robot.push(KeyCode.CONTROL, KeyCode.SHIFT, KeyCode.Z);
        studio.awaitResult();
        studio.close();
        assertEquals("cnn", new SettingsStore(folder).load().settings().model());
    }

    @Test
    void theThemeSwitchesWhileTheStudioRuns(FxRobot robot) throws Exception {
        studio.focusNothing();
        assertEquals("light", studio.window().content().themeProperty().get().id());
        String before =
                StudioOnScreen.onFx(() -> studio.window().content().scene().getUserAgentStylesheet());
        robot.push(KeyCode.CONTROL, KeyCode.D);
        WaitForAsyncUtils.waitForFxEvents();
        assertEquals("dark", studio.window().content().themeProperty().get().id());
        assertNotEquals(
                before,
                StudioOnScreen.onFx(() -> studio.window().content().scene().getUserAgentStylesheet()));
    }

    @Test
    void helpShowsTheKeysAndEscClosesIt(FxRobot robot) throws Exception {
        studio.focusNothing();
        StudioOnScreen.doOnFx(() -> studio.find("#help", Button.class).fire());
        assertTrue(studio.find("#help-overlay", Node.class).isVisible());
        robot.type(KeyCode.ESCAPE);
        WaitForAsyncUtils.waitForFxEvents();
        assertFalse(studio.find("#help-overlay", Node.class).isVisible());
    }

    @Test
    void switchesAndKnobsWorkByKeyboardAlone(FxRobot robot) throws Exception {
        studio.focus("#toggle-prune");
        int before = studio.port().requests.size();
        robot.type(KeyCode.SPACE);
        studio.awaitResult();
        assertEquals(before + 1, studio.port().requests.size(), "Space on a switch flips it and does nothing else");
        assertEquals("simd,prune", studio.report().recipe());
        studio.focus("#knob-prune-sparsity");
        robot.type(KeyCode.RIGHT);
        studio.awaitResult();
        assertEquals("simd,prune=0.75", studio.report().recipe());
        assertEquals(
                "prune=0.75",
                studio.find("#chip-prune .recipe-text", Labeled.class).getText());
    }

    @Test
    void spaceOnAButtonPressesItAndDoesNothingElse(FxRobot robot) throws Exception {
        studio.focus("#swap");
        int before = studio.port().requests.size();
        robot.type(KeyCode.SPACE);
        studio.awaitResult();
        assertEquals(before + 1, studio.port().requests.size());
        assertEquals("simd", studio.report().baseline().recipe());
    }

    @Test
    void anEnlargedPictureGoesBackOnEsc(FxRobot robot) throws Exception {
        var chart = studio.find("#latency-chart", ChartPane.class);
        double before = chart.getWidth();
        StudioOnScreen.doOnFx(() -> {
            var card = Stream.iterate((Node) chart, Node::getParent)
                    .filter(PictureCard.class::isInstance)
                    .findFirst()
                    .orElseThrow();
            card.lookupAll(".button").forEach(node -> ((Button) node).fire());
        });
        WaitForAsyncUtils.waitForFxEvents();
        assertTrue(chart.getWidth() > before * 1.5, chart.getWidth() + " vs " + before);
        studio.focusNothing();
        robot.type(KeyCode.ESCAPE);
        WaitForAsyncUtils.waitForFxEvents();
        assertEquals(before, chart.getWidth(), 2);
    }

    @Test
    void theRecipeStripShowsMovesAndRemovesSteps(FxRobot robot) throws Exception {
        studio.flip(robot, "threads");
        studio.awaitResult();
        studio.focus("#chip-threads");
        robot.push(KeyCode.ALT, KeyCode.LEFT);
        studio.awaitResult();
        assertEquals("threads,simd", studio.report().recipe());
        robot.type(KeyCode.DELETE);
        studio.awaitResult();
        assertEquals("simd", studio.report().recipe());
        assertFalse(studio.find("#toggle-threads", ToggleSwitch.class).isSelected());
    }
}
