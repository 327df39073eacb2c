package hone.app.window.view;

import hone.app.window.model.StudioViewModel;
import hone.app.window.port.Workload;
import hone.visualizers.Texts;
import java.util.List;
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
 * Choosing submits the trial at once, which loads the model behind the window and says so in the status bar. Whenever the box
 * is opened or gets the focus, it asks which models there are.
 */
final class ModelChoice extends HBox {
    private final StudioViewModel studio;
    private final Texts texts;
    private final ChoiceBox<Workload> box = new ChoiceBox<>();
    private final Tooltip detail = new Tooltip();
    private boolean following; // what the box shows changes, and nobody has chosen

    ModelChoice(StudioViewModel studio, Texts texts) {
        this.studio = studio;
        this.texts = texts;
        getStyleClass().add("batch");
        setMinWidth(Region.USE_PREF_SIZE);
        box.setId("model");
        box.setConverter(new Titles());
        box.setTooltip(detail);
        studio.settingProperty().subscribe(_ -> follow());
        studio.models().workloadsProperty().subscribe(_ -> follow());
        box.valueProperty().addListener((_, _, chosen) -> {
            if (chosen != null && !following) {
                studio.model(chosen.id());
            }
        });
        box.addEventFilter(KeyEvent.ANY, event -> step(box, event));
        box.setOnShowing(_ -> studio.models().refresh());
        box.focusedProperty().addListener((_, _, focused) -> {
            if (focused) {
                studio.models().refresh();
            }
        });
        getChildren().setAll(new FontIcon(Feather.BOX), box);
    }

    private void follow() {
        following = true;
        boolean open = box.isShowing();
        List<Workload> all = studio.models().workloadsProperty().get();
        if (!box.getItems().equals(all)) {
            box.getItems().setAll(all);
        }
        Workload now = studio.workload();
        box.setValue(now);
        detail.setText(now.modelDetail());
        box.setAccessibleText(texts.get("header.model") + ": " + now.model() + ", " + now.modelDetail());
        following = false;
        if (open && !box.isShowing()) {
            box.show(); // a selection closes the list, and this was none of the person's
        }
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
