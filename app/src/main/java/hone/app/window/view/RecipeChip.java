package hone.app.window.view;

import hone.app.window.model.StudioViewModel;
import hone.app.window.model.TechniqueViewModel;
import hone.engine.technique.RecipeStep;
import hone.visualizers.Texts;
import hone.visualizers.chart.PictureCard;
import java.util.Optional;
import javafx.scene.AccessibleRole;
import javafx.scene.control.Button;
import javafx.scene.control.ContextMenu;
import javafx.scene.control.Label;
import javafx.scene.control.MenuItem;
import javafx.scene.control.Tooltip;
import javafx.scene.input.ClipboardContent;
import javafx.scene.input.DragEvent;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.scene.input.TransferMode;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Region;
import org.kordamp.ikonli.feather.Feather;

/** One step of the recipe: removable, and movable by dragging, by Alt and an arrow, or from its menu. */
final class RecipeChip extends HBox {
    private static final String DRAGGED = "hone-step:";

    private final RecipeStep step;
    private final StudioViewModel studio;
    private final Texts texts;

    RecipeChip(RecipeStep step, StudioViewModel studio, Texts texts) {
        this.step = step;
        this.studio = studio;
        this.texts = texts;
        setId("chip-" + step.id());
        getStyleClass().addAll("chip", "recipe-chip");
        setFocusTraversable(true);
        setAccessibleRole(AccessibleRole.BUTTON);
        setAccessibleText(texts.get("chip.said", step.toString()));
        var name = new Label(step.toString());
        name.getStyleClass().add("recipe-text");
        name.setMinWidth(Region.USE_PREF_SIZE);
        Button remove = PictureCard.iconButton(Feather.X, texts.get("chip.remove", step.id()));
        remove.setId("remove-" + step.id());
        remove.setFocusTraversable(false);
        remove.setOnAction(_ -> remove());
        getChildren().addAll(name, remove);
        Tooltip.install(this, new Tooltip(texts.get("chip.hint")));
        setMinWidth(Region.USE_PREF_SIZE);
        addEventHandler(KeyEvent.KEY_PRESSED, this::pressed);
        menu();
        dragging();
        setOnMouseClicked(_ -> {
            requestFocus();
            technique().ifPresent(studio.selectedProperty()::set);
        });
    }

    private Optional<TechniqueViewModel> technique() {
        return studio.techniques().stream()
                .filter(model -> model.technique().id().equals(step.id()))
                .findFirst();
    }

    private void remove() {
        technique().ifPresent(model -> studio.toggle(model.technique(), false));
    }

    private void pressed(KeyEvent event) {
        if (event.isAltDown() && event.getCode() == KeyCode.LEFT) {
            studio.move(step, -1);
        } else if (event.isAltDown() && event.getCode() == KeyCode.RIGHT) {
            studio.move(step, 1);
        } else if (event.getCode() == KeyCode.DELETE || event.getCode() == KeyCode.BACK_SPACE) {
            remove();
        } else {
            return;
        }
        event.consume();
    }

    private void menu() {
        var menu = new ContextMenu(
                item("chip.left", () -> studio.move(step, -1)),
                item("chip.right", () -> studio.move(step, 1)),
                item("chip.off", this::remove));
        setOnContextMenuRequested(event -> menu.show(this, event.getScreenX(), event.getScreenY()));
    }

    private MenuItem item(String key, Runnable action) {
        var item = new MenuItem(texts.get(key));
        item.setOnAction(_ -> action.run());
        return item;
    }

    private void dragging() {
        setOnDragDetected(event -> {
            var content = new ClipboardContent();
            content.putString(DRAGGED + step.id());
            startDragAndDrop(TransferMode.MOVE).setContent(content);
            event.consume();
        });
        setOnDragOver(event -> {
            if (dragged(event).isPresent()) {
                event.acceptTransferModes(TransferMode.MOVE);
            }
            event.consume();
        });
        setOnDragDropped(event -> {
            dragged(event).ifPresent(this::takePlaceOf);
            event.setDropCompleted(true);
            event.consume();
        });
    }

    private static Optional<String> dragged(DragEvent event) {
        String text = event.getDragboard().getString();
        return text != null && text.startsWith(DRAGGED)
                ? Optional.of(text.substring(DRAGGED.length()))
                : Optional.empty();
    }

    private void takePlaceOf(String id) {
        var steps = studio.settingProperty().get().recipe().steps();
        for (RecipeStep other : steps) {
            if (other.id().equals(id)) {
                studio.move(other, steps.indexOf(step) - steps.indexOf(other));
                return;
            }
        }
    }
}
