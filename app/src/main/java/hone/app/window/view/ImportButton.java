package hone.app.window.view;

import hone.app.window.model.ModelsViewModel;
import hone.visualizers.Texts;
import javafx.scene.Scene;
import javafx.scene.control.ContentDisplay;
import javafx.scene.control.MenuButton;
import javafx.scene.control.MenuItem;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.Region;
import org.jspecify.annotations.Nullable;
import org.kordamp.ikonli.feather.Feather;
import org.kordamp.ikonli.javafx.FontIcon;

/** Imports a model that a person chooses, of a file or of a folder. */
final class ImportButton extends MenuButton {
    /** Windows from this width on have room for its words; in a narrower one its picture and its tooltip must do. */
    private static final double ROOMY = 1150;

    ImportButton(ModelsViewModel models, ModelChooser chooser, Texts texts) {
        super(texts.get("import.button"), new FontIcon(Feather.PLUS));
        setId("import");
        getStyleClass().addAll("flat", "import-button");
        setMinWidth(Region.USE_PREF_SIZE);
        setTooltip(new Tooltip(texts.get("import.tooltip")));
        setAccessibleText(texts.get("import.tooltip"));
        getItems()
                .setAll(
                        item("import-file", texts.get("import.file"), ModelChooser.Kind.FILE, models, chooser),
                        item("import-folder", texts.get("import.folder"), ModelChooser.Kind.FOLDER, models, chooser));
        sceneProperty().flatMap(Scene::widthProperty).subscribe(this::fit);
        models.importingProperty().subscribe(now -> setDisable(now.isPresent()));
    }

    private void fit(@Nullable Number width) {
        boolean roomy = width == null || width.doubleValue() >= ROOMY;
        setContentDisplay(roomy ? ContentDisplay.LEFT : ContentDisplay.GRAPHIC_ONLY);
    }

    private static MenuItem item(
            String id, String text, ModelChooser.Kind kind, ModelsViewModel models, ModelChooser chooser) {
        var item = new MenuItem(text);
        item.setId(id);
        item.setOnAction(_ -> chooser.choose(kind).ifPresent(models::importModel));
        return item;
    }
}
