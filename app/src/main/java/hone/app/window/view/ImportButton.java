package hone.app.window.view;

import hone.app.window.model.ModelsViewModel;
import hone.visualizers.Texts;
import javafx.scene.control.MenuButton;
import javafx.scene.control.MenuItem;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.Region;
import org.kordamp.ikonli.feather.Feather;
import org.kordamp.ikonli.javafx.FontIcon;

/** Imports a model that a person chooses, of a file or of a folder. */
final class ImportButton extends MenuButton {
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
        models.importingProperty().subscribe(now -> setDisable(now.isPresent()));
    }

    private static MenuItem item(
            String id, String text, ModelChooser.Kind kind, ModelsViewModel models, ModelChooser chooser) {
        var item = new MenuItem(text);
        item.setId(id);
        item.setOnAction(_ -> chooser.choose(kind).ifPresent(models::importModel));
        return item;
    }
}
