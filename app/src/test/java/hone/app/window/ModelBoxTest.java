package hone.app.window;

import static org.junit.jupiter.api.Assertions.assertEquals;

import hone.app.window.model.Setting;
import hone.app.window.model.StudioViewModel;
import hone.app.window.view.HeaderBar;
import hone.app.window.view.ModelChooser;
import hone.engine.technique.Recipe;
import hone.visualizers.Texts;
import java.util.List;
import java.util.concurrent.TimeUnit;
import javafx.scene.Scene;
import javafx.scene.control.ChoiceBox;
import javafx.scene.control.Label;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.testfx.framework.junit5.ApplicationExtension;
import org.testfx.util.WaitForAsyncUtils;

/** Data and batches are those of the model that is chosen. */
@ExtendWith(ApplicationExtension.class)
@Timeout(60)
class ModelBoxTest {
    @Test
    void dataAndBatchesFollowTheModel() throws Exception {
        FakePort port = new FakePort(2);
        WaitForAsyncUtils.waitForAsyncFx(20_000, () -> {
            var studio = new StudioViewModel(port, new FxThread(), new Setting("mlp", Recipe.NONE, Recipe.NONE, 64));
            var header =
                    new HeaderBar(studio, new Texts("hone.app.window.messages"), ModelChooser.NONE, () -> {}, () -> {});
            var scene = new Scene(header, 900, 50);
            var data = (Label) scene.lookup("#data-chip");
            var batch = (ChoiceBox<?>) scene.lookup("#batch");
            assertEquals("Generated digits", data.getText());
            assertEquals(List.of(1, 8, 32, 64, 256, 1024), batch.getItems());
            studio.model("kept");
            assertEquals("csv:table.csv", data.getText());
            assertEquals(List.of(1), batch.getItems());
            assertEquals(1, batch.getValue());
            assertEquals(1, studio.settingProperty().get().batch());
            studio.undo();
            assertEquals("Generated digits", data.getText());
            assertEquals(64, batch.getValue());
            assertEquals(64, studio.settingProperty().get().batch());
            studio.cancel();
            return null;
        });
        WaitForAsyncUtils.waitFor(
                10,
                TimeUnit.SECONDS,
                () -> port.requests.stream()
                        .noneMatch(request -> request.model().equals("kept") && request.batch() != 1));
    }
}
