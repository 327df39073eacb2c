package hone.app.window;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import hone.app.window.model.Setting;
import hone.app.window.model.StudioViewModel;
import hone.app.window.port.Comparison;
import hone.engine.technique.Recipe;
import hone.visualizers.Figures;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javafx.application.Platform;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Labeled;
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

/** Why a recipe is not faster, and the same in processes of its own, as a person sees it. */
@ExtendWith(ApplicationExtension.class)
@Timeout(60)
class FindingsTest {
    private final FakePort port = new FakePort(1);
    private StudioViewModel studio;
    private StudioScene content;
    private Stage stage;

    @BeforeEach
    void open() throws Exception {
        stage = FxToolkit.registerStage(Stage::new);
        studio = new StudioViewModel(port, new FxThread(), new Setting("mlp", Recipe.NONE, Recipe.NONE, 64));
        content = WaitForAsyncUtils.waitForAsyncFx(
                30_000, () -> new StudioScene(studio, new SilentDesk(), _ -> Optional.empty(), 1000, 800));
        WaitForAsyncUtils.waitForAsyncFx(30_000, () -> {
            stage.setScene(content.scene());
            stage.setX(0);
            stage.setY(0);
            stage.show();
            studio.run();
        });
        await(() -> studio.reportProperty().get().isPresent()
                && studio.runningProperty().get().isEmpty());
    }

    @AfterEach
    void close() throws TimeoutException {
        FxToolkit.setupFixture(() -> {
            content.stop();
            stage.hide();
        });
    }

    @Test
    void eachFindingHasItsEvidenceAndItsExperimentIsOneClick(FxRobot robot) throws Exception {
        List<String> texts = findings();
        assertEquals("The work is too small to share between threads", texts.get(1));
        assertEquals("Cause: fc2 and fc3 stayed on one thread and take 62.0 % of the ops' time", texts.get(2));
        assertEquals("Try simd, batch " + Figures.count(1024), texts.get(3));
        assertEquals("Beware: one in a hundred takes 3.10 ms at batch 64", texts.get(5));
        assertEquals(6, texts.size(), "no button where there is no experiment");
        robot.clickOn(find(".details-try"));
        await(() -> port.requests.getLast().batch() == 1024);
        assertEquals("simd", port.requests.getLast().recipe().toString());
        assertEquals(1024, studio.settingProperty().get().batch());
        WaitForAsyncUtils.waitForAsyncFx(5_000, studio::undo);
        assertEquals(64, studio.settingProperty().get().batch(), "it can be undone");
    }

    @Test
    void whatSharesACoreIsToldBesideTheMachine() throws Exception {
        VBox machine = (VBox) find("#details-machine");
        String last = ((Labeled) machine.getChildren().getLast()).getText();
        assertTrue(last.startsWith("a core got 20 % less done"), last);
        assertTrue(last.contains("sides that take turns meet it alike"), last);
    }

    @Test
    void aReportIsCertifiedBesideTheLiveFigure(FxRobot robot) throws Exception {
        assertFalse(find("#certified").isVisible());
        Button certify = (Button) find("#certify");
        assertTrue(certify.isVisible() && !certify.isDisabled());
        String live = text("#verdict");
        robot.clickOn(certify);
        await(() -> find("#certified").isVisible());
        assertEquals(List.of(Comparison.CERTIFIED), port.compared);
        assertEquals(live, text("#verdict"), "the live figure stays");
        assertTrue(text("#certified").startsWith("Certified: "), text("#certified"));
        assertTrue(text("#certified").contains("over 3 processes a side"), text("#certified"));
        assertTrue(text("#certified").endsWith("is only indicative."), text("#certified"));
        WaitForAsyncUtils.waitForAsyncFx(5_000, () -> studio.batch(1));
        await(() -> studio.runningProperty().get().isEmpty() && studio.isReportCurrent());
        assertFalse(find("#certified").isVisible(), "another setting is not certified by it");
    }

    @Test
    void aPeersFigureStandsUnderTheVerdict(FxRobot robot) throws Exception {
        assertFalse(find("#peer").isVisible());
        robot.clickOn(find("#beside-peer"));
        await(() -> find("#peer").isVisible());
        assertEquals(List.of(Comparison.PEER), port.compared);
        assertEquals("onnxruntime unavailable: no jar.", text("#peer"));
        WaitForAsyncUtils.waitForAsyncFx(5_000, () -> studio.batch(1));
        await(() -> studio.runningProperty().get().isEmpty() && studio.isReportCurrent());
        assertFalse(find("#peer").isVisible(), "another setting was not compared");
    }

    private List<String> findings() {
        VBox box = (VBox) find("#details-findings");
        return box.getChildren().stream()
                .map(node -> ((Labeled) node).getText())
                .toList();
    }

    private static void await(Callable<Boolean> done) throws TimeoutException {
        WaitForAsyncUtils.waitFor(10, TimeUnit.SECONDS, () -> {
            WaitForAsyncUtils.waitForFxEvents();
            return Platform.isFxApplicationThread() ? done.call() : WaitForAsyncUtils.waitForAsyncFx(5_000, done);
        });
    }

    private String text(String selector) {
        return ((Labeled) find(selector)).getText();
    }

    private Node find(String selector) {
        return Lookup.find(content.scene(), selector);
    }
}
