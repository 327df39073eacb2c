package hone.app.window;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import hone.app.window.model.Setting;
import hone.app.window.model.StudioViewModel;
import hone.app.window.port.Workload;
import hone.app.window.view.ModelChooser;
import hone.engine.technique.Recipe;
import java.io.File;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import javafx.application.Platform;
import javafx.geometry.Bounds;
import javafx.scene.Node;
import javafx.scene.control.ChoiceBox;
import javafx.scene.control.Labeled;
import javafx.scene.control.MenuItem;
import javafx.scene.control.ProgressBar;
import javafx.scene.input.KeyCode;
import javafx.stage.Stage;
import javafx.stage.Window;
import org.controlsfx.control.NotificationPane;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.testfx.api.FxRobot;
import org.testfx.api.FxToolkit;
import org.testfx.framework.junit5.ApplicationExtension;
import org.testfx.util.WaitForAsyncUtils;

/** A model on its way into the library, as a person sees it, and a model box that follows the library. */
@ExtendWith(ApplicationExtension.class)
@Timeout(60)
class ImportTest {
    private final FakePort port = new FakePort(-1);
    private Optional<Path> chosen = Optional.of(Path.of("models", "tiny.onnx"));
    private Optional<ModelChooser.Kind> asked = Optional.empty();
    private StudioViewModel studio;
    private StudioScene content;
    private Stage stage;

    @BeforeEach
    void open() throws Exception {
        stage = FxToolkit.registerStage(Stage::new);
        studio = new StudioViewModel(port, new FxThread(), new Setting("mlp", Recipe.NONE, Recipe.NONE, 64));
        ModelChooser chooser = kind -> {
            asked = Optional.of(kind);
            return chosen;
        };
        content = WaitForAsyncUtils.waitForAsyncFx(
                30_000, () -> new StudioScene(studio, new SilentDesk(), chooser, 1000, 800));
        WaitForAsyncUtils.waitForAsyncFx(30_000, () -> {
            stage.setScene(content.scene());
            stage.setX(0);
            stage.setY(0);
            stage.show();
            content.scene().getRoot().requestFocus();
        });
    }

    @AfterEach
    void close() throws TimeoutException {
        FxToolkit.setupFixture(() -> {
            content.stop();
            stage.hide();
        });
    }

    @Test
    void theMenuAsksForAFileAndTheNewModelIsSelectedInTheBox(FxRobot robot) throws Exception {
        assertFalse(find("#import-strip").isVisible());
        chooseInTheMenu(robot, "import-file");
        assertEquals(Optional.of(ModelChooser.Kind.FILE), asked);
        FakePort.FakeImport running = port.imported.orElseThrow();
        assertEquals(chosen.orElseThrow(), running.path);
        assertTrue(find("#import-strip").isVisible());
        await(() -> text("#import-text").equals("Importing tiny.onnx: reading weights"));
        assertEquals(0.25, ((ProgressBar) find("#import-progress")).getProgress());
        assertTrue(find("#import").isDisabled(), "one at a time");

        running.finish("tiny");
        WaitForAsyncUtils.waitForFxEvents();
        assertFalse(find("#import-strip").isVisible());
        assertEquals("tiny", box().getValue().id());
        assertEquals(
                List.of("mlp", "cnn", "kept", "tiny"),
                box().getItems().stream().map(Workload::id).toList());
        assertEquals("Imported tiny: 12 parameters", notice());
        assertEquals("No data", text("#data-chip"));
        await(() -> port.requests.getLast().model().equals("tiny"));
    }

    @Test
    void theNarrowestWindowHasRoomForTheWholeHeader() {
        assertTrue(find(".brand").localToScene(0, 0).getX() >= 0);
        Bounds run = find("#run").localToScene(find("#run").getLayoutBounds());
        assertTrue(run.getMaxX() <= 1000, run.toString());
    }

    @Test
    void theMenuAsksForAFolderToo(FxRobot robot) throws Exception {
        chooseInTheMenu(robot, "import-folder");
        assertEquals(Optional.of(ModelChooser.Kind.FOLDER), asked);
        assertTrue(port.imported.isPresent());
    }

    @Test
    void whoChoosesNothingImportsNothing(FxRobot robot) throws Exception {
        chosen = Optional.empty();
        robot.push(KeyCode.CONTROL, KeyCode.O);
        WaitForAsyncUtils.waitForFxEvents();
        assertEquals(Optional.of(ModelChooser.Kind.FILE), asked);
        assertTrue(port.imported.isEmpty());
        assertFalse(find("#import-strip").isVisible());
    }

    /** A trial that ran when the import began is measured again. */
    @Test
    void aFailureIsOneSentenceAndTheModelStaysAsItWas(FxRobot robot) throws Exception {
        WaitForAsyncUtils.waitForAsyncFx(5_000, studio::run);
        int before = port.requests.size();
        robot.push(KeyCode.CONTROL, KeyCode.O);
        await(port::latestWasCancelled);
        port.imported.orElseThrow().fail("cannot read the model: tiny.onnx: it ends in the middle of a number");
        WaitForAsyncUtils.waitForFxEvents();
        assertEquals("Cannot read the model: tiny.onnx: it ends in the middle of a number", notice());
        assertTrue(pane().getStyleClass().contains("problem"));
        assertFalse(find("#import-strip").isVisible());
        assertEquals("mlp", box().getValue().id());
        assertEquals(before + 1, port.requests.size());
        assertTrue(studio.runningProperty().get().isPresent());
    }

    @Test
    void theButtonCancelsAndSoDoesEsc(FxRobot robot) throws Exception {
        robot.push(KeyCode.CONTROL, KeyCode.O);
        WaitForAsyncUtils.waitForFxEvents();
        robot.clickOn(find("#import-cancel"));
        WaitForAsyncUtils.waitForFxEvents();
        assertFalse(find("#import-strip").isVisible());
        assertEquals("The import was cancelled; the library is as it was", notice());
        WaitForAsyncUtils.waitForAsyncFx(5_000, () -> {
            pane().hide();
            content.scene().getRoot().requestFocus();
        });
        robot.push(KeyCode.CONTROL, KeyCode.O);
        WaitForAsyncUtils.waitForFxEvents();
        assertTrue(find("#import-strip").isVisible());
        await(() -> !pane().isShowing());
        robot.type(KeyCode.ESCAPE);
        WaitForAsyncUtils.waitForFxEvents();
        assertFalse(find("#import-strip").isVisible());
    }

    @Test
    void aFileThatIsDroppedOnTheWindowIsImported() throws Exception {
        File file = new File("dropped.safetensors").getAbsoluteFile();
        drag(List.of(file));
        assertEquals(file.toPath(), port.imported.orElseThrow().path);
        assertTrue(find("#import-strip").isVisible());
        assertFalse(find("#drop-zone").isVisible());
    }

    @Test
    void twoFilesAtOnceAreRefusedInASentence() throws Exception {
        drag(List.of(new File("one.onnx").getAbsoluteFile(), new File("two.onnx").getAbsoluteFile()));
        assertTrue(port.imported.isEmpty());
        assertEquals("Drop one model at a time: these are 2", notice());
    }

    /** What another program keeps or takes out shows when the box is opened; a chosen model stays. */
    @Test
    void theBoxFollowsTheLibraryWhenItIsOpened(FxRobot robot) throws Exception {
        port.keep("new");
        robot.clickOn(find("#model"));
        await(() -> ids().contains("new"));
        await(() -> popupTexts().contains("new · library"));
        WaitForAsyncUtils.waitForAsyncFx(5_000, () -> {
            box().hide();
            box().setValue(box().getItems().getLast());
        });
        assertEquals("new", studio.settingProperty().get().model());
        port.takeOut();
        int before = port.refreshed.get();
        WaitForAsyncUtils.waitForAsyncFx(5_000, () -> {
            box().show();
            box().hide();
        });
        await(() -> port.refreshed.get() > before);
        WaitForAsyncUtils.waitForFxEvents();
        assertEquals("new", box().getValue().id(), "what is on the screen stays");
        assertEquals("new", studio.settingProperty().get().model());
        WaitForAsyncUtils.waitForAsyncFx(5_000, () -> {
            studio.model("mlp");
            box().show();
        });
        await(() -> !ids().contains("new"));
        WaitForAsyncUtils.waitForAsyncFx(5_000, () -> {
            box().hide();
            studio.undo();
        });
        assertEquals("new", studio.settingProperty().get().model(), "undo goes back to what is gone");
    }

    @Test
    void aFileThatIsWrittenAnewIsMeasuredAgain() throws Exception {
        port.keep("new");
        lookThroughTheLibrary();
        WaitForAsyncUtils.waitForAsyncFx(5_000, () -> studio.model("new"));
        await(() -> port.requests.getLast().model().equals("new"));
        int before = port.requests.size();
        lookThroughTheLibrary();
        assertEquals(before, port.requests.size(), "the same file needs no second look");
        port.rewrite("new");
        lookThroughTheLibrary();
        assertEquals(before + 1, port.requests.size());
        assertEquals("new", port.requests.getLast().model());
        assertEquals("The file of new was written anew, so it is measured again", notice());
    }

    private void lookThroughTheLibrary() throws Exception {
        int before = port.refreshed.get();
        WaitForAsyncUtils.waitForAsyncFx(5_000, () -> studio.models().refresh());
        await(() -> port.refreshed.get() > before);
        WaitForAsyncUtils.waitForFxEvents();
    }

    private static List<String> popupTexts() {
        return Window.getWindows().stream()
                .flatMap(window -> window.getScene().getRoot().lookupAll(".label").stream())
                .filter(Labeled.class::isInstance)
                .map(node -> ((Labeled) node).getText())
                .toList();
    }

    private List<String> ids() {
        return box().getItems().stream().map(Workload::id).toList();
    }

    private void drag(List<File> files) throws Exception {
        DraggedFiles dragged = DraggedFiles.over(find("#verdict"), files);
        assertTrue(find("#drop-zone").isVisible(), "it says that it takes what hovers");
        assertEquals("Drop a model to import it", text("#drop-title"));
        dragged.drop();
    }

    private void chooseInTheMenu(FxRobot robot, String id) throws Exception {
        robot.clickOn(find("#import"));
        WaitForAsyncUtils.waitForFxEvents();
        MenuItem item = ((javafx.scene.control.MenuButton) find("#import"))
                .getItems().stream()
                        .filter(each -> each.getId().equals(id))
                        .findFirst()
                        .orElseThrow();
        robot.clickOn(item.getText());
        WaitForAsyncUtils.waitForFxEvents();
    }

    private static void await(java.util.concurrent.Callable<Boolean> done) throws TimeoutException {
        WaitForAsyncUtils.waitFor(10, TimeUnit.SECONDS, () -> {
            WaitForAsyncUtils.waitForFxEvents();
            return Platform.isFxApplicationThread() ? done.call() : WaitForAsyncUtils.waitForAsyncFx(5_000, done);
        });
    }

    private String notice() {
        return Stream.of(pane())
                .filter(NotificationPane::isShowing)
                .map(NotificationPane::getText)
                .findFirst()
                .orElse("");
    }

    private NotificationPane pane() {
        return (NotificationPane) find(".notification-pane");
    }

    @SuppressWarnings("unchecked")
    private ChoiceBox<Workload> box() {
        return (ChoiceBox<Workload>) find("#model");
    }

    private String text(String selector) {
        return ((Labeled) find(selector)).getText();
    }

    private Node find(String selector) {
        return Lookup.find(content.scene(), selector);
    }
}
