package hone.app.window.view;

import hone.app.window.model.StudioViewModel;
import hone.visualizers.Texts;
import java.io.File;
import java.util.List;
import javafx.scene.control.Label;
import javafx.scene.input.DragEvent;
import javafx.scene.input.TransferMode;
import javafx.scene.layout.Region;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;
import org.kordamp.ikonli.feather.Feather;
import org.kordamp.ikonli.javafx.FontIcon;

/** Imports the file or folder that is dropped on the window; while one hovers over it, it says so. */
public final class DropZone extends StackPane {
    private final StudioViewModel studio;
    private final Texts texts;

    public DropZone(StudioViewModel studio, Texts texts) {
        this.studio = studio;
        this.texts = texts;
        setId("drop-zone");
        getStyleClass().add("drop-zone");
        var title = new Label(texts.get("drop.title"), new FontIcon(Feather.PACKAGE));
        title.setId("drop-title");
        title.getStyleClass().add("help-title");
        var card = new VBox(title, new Label(texts.get("drop.formats")));
        card.getStyleClass().add("help-card");
        card.setMaxSize(Region.USE_PREF_SIZE, Region.USE_PREF_SIZE);
        getChildren().add(card);
        setVisible(false);
        setMouseTransparent(true); // what is dropped goes to the window behind it
    }

    /** Takes what is dropped anywhere on a node. */
    public void install(Region window) {
        window.addEventHandler(DragEvent.DRAG_OVER, event -> {
            if (event.getDragboard().hasFiles()) {
                event.acceptTransferModes(TransferMode.COPY);
                setVisible(true);
                event.consume();
            }
        });
        window.addEventHandler(DragEvent.DRAG_EXITED, _ -> setVisible(false));
        window.addEventHandler(DragEvent.DRAG_DROPPED, event -> {
            setVisible(false);
            event.setDropCompleted(drop(event.getDragboard().getFiles()));
            event.consume();
        });
    }

    private boolean drop(List<File> files) {
        if (files.size() == 1) {
            studio.models().importModel(files.getFirst().toPath());
        } else {
            studio.say(texts.get("drop.one", Integer.toString(files.size())), true);
        }
        return files.size() == 1;
    }
}
