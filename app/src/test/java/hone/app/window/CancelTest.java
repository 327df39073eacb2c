package hone.app.window;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import hone.app.window.model.Setting;
import hone.app.window.model.StudioViewModel;
import hone.app.window.view.ModelChooser;
import hone.app.window.view.Shortcuts;
import hone.engine.technique.Recipe;
import hone.visualizers.theme.Theme;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import javafx.scene.Node;
import javafx.scene.Scene;
import javafx.scene.control.Button;
import javafx.scene.control.TextField;
import javafx.scene.input.KeyCode;
import javafx.scene.layout.VBox;
import javafx.stage.Stage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.testfx.api.FxRobot;
import org.testfx.api.FxToolkit;
import org.testfx.framework.junit5.ApplicationExtension;
import org.testfx.util.WaitForAsyncUtils;

/** A trial that is stopped, and keys that must not reach past a text input. */
@ExtendWith(ApplicationExtension.class)
@Timeout(60)
class CancelTest {
    private final FakePort port = new FakePort(-1);
    private StudioViewModel studio;
    private StudioScene content;
    private Stage stage;

    @BeforeEach
    void open() throws Exception {
        stage = FxToolkit.registerStage(Stage::new);
        studio = new StudioViewModel(port, new FxThread(), new Setting("mlp", Recipe.parse("simd"), Recipe.NONE, 256));
        content = WaitForAsyncUtils.waitForAsyncFx(
                30_000, () -> new StudioScene(studio, new SilentDesk(), ModelChooser.NONE, 1000, 800));
        WaitForAsyncUtils.waitForAsyncFx(30_000, () -> {
            content.themeProperty().set(Theme.DARK);
            stage.setScene(content.scene());
            stage.setX(0);
            stage.setY(0);
            stage.show();
            studio.run();
        });
        WaitForAsyncUtils.waitFor(
                20, TimeUnit.SECONDS, () -> text("#tile-latency-value").endsWith("s"));
    }

    @AfterEach
    void close() throws Exception {
        FxToolkit.setupFixture(() -> {
            content.stop();
            stage.hide();
        });
    }

    @Test
    void aRunningTrialShowsProgressAndEscCancelsItAtOnce(FxRobot robot) throws Exception {
        assertTrue(find("#trial-progress").isVisible());
        assertTrue(studio.runningProperty().get().isPresent());
        long asked = System.nanoTime();
        robot.type(KeyCode.ESCAPE);
        WaitForAsyncUtils.waitFor(5, TimeUnit.SECONDS, port::latestWasCancelled);
        WaitForAsyncUtils.waitForFxEvents();
        assertTrue(System.nanoTime() - asked < 3_000_000_000L, "cancel took too long");
        assertTrue(studio.runningProperty().get().isEmpty());
        assertFalse(find("#cancel").getParent().isVisible());
        assertEquals("–", text("#tile-latency-value"), "a cancelled trial leaves no figure behind");
    }

    @Test
    void theCancelButtonStopsTheTrialToo(FxRobot robot) throws Exception {
        robot.clickOn(find("#cancel"));
        WaitForAsyncUtils.waitFor(5, TimeUnit.SECONDS, port::latestWasCancelled);
    }

    @Test
    void plainKeysAreInertWhileATextInputHasTheFocus(FxRobot robot) throws Exception {
        var presses = new AtomicInteger();
        var field = new TextField();
        var button = new Button("press");
        Stage other = FxToolkit.registerStage(Stage::new);
        WaitForAsyncUtils.waitForAsyncFx(10_000, () -> {
            var scene = new Scene(new VBox(field, button), 300, 200);
            new Shortcuts()
                    .plain(KeyCode.SPACE, presses::incrementAndGet)
                    .plain(KeyCode.B, presses::incrementAndGet)
                    .typed("?", presses::incrementAndGet)
                    .install(scene);
            other.setScene(scene);
            other.setX(0);
            other.setY(0);
            other.show();
            field.requestFocus();
        });
        robot.type(KeyCode.B, KeyCode.SPACE);
        WaitForAsyncUtils.waitForFxEvents();
        assertEquals(0, presses.get());
        assertEquals("b ", field.getText());
        WaitForAsyncUtils.waitForAsyncFx(10_000, () -> button.getParent().requestFocus());
        robot.type(KeyCode.B);
        WaitForAsyncUtils.waitForFxEvents();
        assertEquals(1, presses.get());
        WaitForAsyncUtils.waitForAsyncFx(10_000, other::hide);
    }

    private String text(String selector) {
        return ((javafx.scene.control.Labeled) find(selector)).getText();
    }

    private Node find(String selector) {
        return Lookup.find(content.scene(), selector);
    }
}
