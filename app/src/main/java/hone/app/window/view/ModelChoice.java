package hone.app.window.view;

import hone.app.window.model.StudioViewModel;
import hone.app.window.port.Workload;
import hone.visualizers.Texts;
import java.util.Objects;
import javafx.scene.control.ChoiceBox;
import javafx.scene.control.Tooltip;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Region;
import javafx.util.StringConverter;
import org.kordamp.ikonli.feather.Feather;
import org.kordamp.ikonli.javafx.FontIcon;

/**
 * The choice of the model, by mouse or by keyboard: the arrow keys step through the models while the box has the focus.
 * Choosing submits the trial at once, which loads the model behind the window and says so in the status bar.
 */
final class ModelChoice extends HBox {
    ModelChoice(StudioViewModel studio, Texts texts) {
        getStyleClass().add("batch");
        setMinWidth(Region.USE_PREF_SIZE);
        var box = new ChoiceBox<Workload>();
        box.setId("model");
        box.getItems().setAll(studio.workloads());
        box.setConverter(new Titles());
        var detail = new Tooltip();
        box.setTooltip(detail);
        studio.settingProperty().subscribe(_ -> {
            Workload now = studio.workload();
            detail.setText(now.modelDetail());
            box.setAccessibleText(texts.get("header.model") + ": " + now.model() + ", " + now.modelDetail());
            if (!now.equals(box.getValue())) {
                box.setValue(now);
            }
        });
        box.valueProperty().addListener((_, _, chosen) -> {
            if (chosen != null
                    && !chosen.id().equals(studio.settingProperty().get().model())) {
                studio.model(chosen.id());
            }
        });
        box.addEventFilter(KeyEvent.ANY, event -> step(box, event));
        getChildren().setAll(new FontIcon(Feather.BOX), box);
    }

    /** Up and Down go one model back and on, as in other boxes of this kind; Space opens the list. */
    private static void step(ChoiceBox<Workload> box, KeyEvent event) {
        boolean down = event.getCode() == KeyCode.DOWN;
        if (event.isAltDown() || !(down || event.getCode() == KeyCode.UP)) {
            return;
        }
        event.consume();
        if (event.getEventType() == KeyEvent.KEY_PRESSED && down) {
            box.getSelectionModel().selectNext();
        } else if (event.getEventType() == KeyEvent.KEY_PRESSED) {
            box.getSelectionModel().selectPrevious();
        }
    }

    /** Workloads by the name of their model. */
    private static final class Titles extends StringConverter<Workload> {
        @Override
        public String toString(Workload workload) {
            return Objects.isNull(workload) ? "" : workload.model();
        }

        @Override
        public Workload fromString(String text) {
            throw new UnsupportedOperationException("models are chosen, not typed: " + text);
        }
    }
}
