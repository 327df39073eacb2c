package hone.app.window;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import hone.app.window.settings.SettingsStore;
import hone.visualizers.theme.Theme;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javafx.scene.Node;
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
import org.testfx.framework.junit5.ApplicationExtension;
import org.testfx.util.WaitForAsyncUtils;

/** The window as a person uses it with the mouse, what is to be read on the screen, and what is kept. */
@ExtendWith(ApplicationExtension.class)
@Timeout(90)
class StudioTest {
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

    @ParameterizedTest
    @ValueSource(strings = {"threads", "int8", "prune"})
    void flippingASwitchChangesTilesChartAndVerdict(String id, FxRobot robot) throws Exception {
        String verdict = studio.text("#verdict");
        String latency = studio.text("#tile-latency-value");
        String memory = studio.text("#tile-memory-value");
        String size = studio.text("#tile-size-value");
        long paints = studio.chartPaints();
        studio.flip(robot, id);
        studio.awaitResult();
        assertTrue(studio.report().recipe().contains(id));
        assertNotEquals(verdict, studio.text("#verdict"));
        assertNotEquals(latency, studio.text("#tile-latency-value"));
        assertTrue(studio.chartPaints() > paints, "the chart was drawn again");
        if (id.equals("int8")) {
            assertNotEquals(memory, studio.text("#tile-memory-value"));
        }
        if (!id.equals("threads")) {
            assertNotEquals(size, studio.text("#tile-size-value"));
        }
        assertTrue(studio.text("#tile-latency-verdict").contains("faster"));
    }

    @Test
    void switchingTheLastTechniqueOffComparesTheBaselineWithItself(FxRobot robot) throws Exception {
        studio.flip(robot, "simd");
        studio.awaitResult();
        assertEquals("", studio.report().recipe());
        assertTrue(studio.text("#tile-latency-verdict").contains("within noise"));
        assertTrue(studio.text("#verdict").startsWith("No difference"));
    }

    @Test
    void aRefusedSwitchIsDisabledWithItsReasonInPlainSightAndTakesTheFocus(FxRobot robot) throws Exception {
        studio.flip(robot, "prune");
        studio.awaitResult();
        ToggleSwitch toggle = studio.find("#toggle-int8", ToggleSwitch.class);
        assertTrue(toggle.isDisabled());
        assertTrue(studio.find("#reason-int8", Node.class).isVisible());
        assertTrue(studio.text("#reason-int8").contains("sparse kernel"));
        Node row = studio.find("#technique-int8", Node.class);
        assertTrue(row.isFocusTraversable());
        assertTrue(row.getAccessibleText().contains("sparse kernel"));
    }

    @Test
    void aFailedTrialIsToldInOneSentenceAndTheLastResultStays(FxRobot robot) throws Exception {
        String latency = studio.text("#tile-latency-value");
        studio.port().failWith("the trial needs 9.1 GB, over the budget of 4.8 GB; choose a smaller batch");
        studio.flip(robot, "threads");
        studio.awaitResult();
        WaitForAsyncUtils.waitFor(
                10,
                TimeUnit.SECONDS,
                () -> studio.shows("The trial needs 9.1 GB, over the budget of 4.8 GB; choose a smaller batch"));
        assertEquals(latency, studio.text("#tile-latency-value"));
    }

    @Test
    void whatIsNotKeptIsToldAndTheResultStands(FxRobot robot) throws Exception {
        String latency = studio.text("#tile-latency-value");
        studio.port().noteWith("the report is not kept in the history: the disk is full");
        studio.flip(robot, "threads");
        studio.awaitResult();
        WaitForAsyncUtils.waitFor(
                10, TimeUnit.SECONDS, () -> studio.shows("The report is not kept in the history: the disk is full"));
        assertNotEquals(latency, studio.text("#tile-latency-value"));
    }

    @Test
    void anotherBatchSizeIsMeasured() throws Exception {
        StudioOnScreen.doOnFx(() -> studio.window().studio().batch(32));
        studio.awaitResult();
        assertEquals(32, studio.report().batch());
        assertTrue(studio.text("#verdict-subject").contains("batch 32"));
    }

    @Test
    void whatWasChosenIsThereAfterARestart() throws Exception {
        StudioOnScreen.doOnFx(() -> {
            studio.window().content().themeProperty().set(Theme.DARK);
            studio.window().studio().batch(64);
        });
        studio.awaitResult();
        studio.close();
        SettingsStore.Loaded loaded = new SettingsStore(folder).load();
        assertTrue(loaded.sentence().isEmpty());
        assertEquals("dark", loaded.settings().theme());
        assertEquals(64, loaded.settings().batch());
        assertEquals("simd", loaded.settings().recipe());
    }
}
