package hone.app.window.view;

import hone.visualizers.Texts;
import hone.visualizers.chart.PictureCard;
import java.util.List;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.layout.GridPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;
import org.kordamp.ikonli.feather.Feather;

/** The keys, laid over the window until Esc. */
public final class HelpOverlay extends StackPane {
    /** Every key of the window, in the order of the help; the shortcuts' test checks that each is said here. */
    private static final List<String> KEYS = List.of(
            "run", "cancel", "pin", "swap", "undo", "redo", "move", "remove", "theme", "copy", "export", "import",
            "help");

    private final Button close;

    public HelpOverlay(Texts texts) {
        setId("help-overlay");
        getStyleClass().add("help-overlay");
        var title = new Label(texts.get("help.title"));
        title.getStyleClass().add("help-title");
        close = PictureCard.iconButton(Feather.X, texts.get("help.close"));
        close.setOnAction(_ -> setVisible(false));
        var gap = new Region();
        HBox.setHgrow(gap, Priority.ALWAYS);
        var head = new HBox(title, gap, close);
        var grid = new GridPane();
        grid.getStyleClass().add("help-grid");
        for (int i = 0; i < KEYS.size(); i++) {
            var key = new Label(texts.get("help.key." + KEYS.get(i)));
            key.getStyleClass().add("help-key");
            key.setMinWidth(Region.USE_PREF_SIZE);
            grid.addRow(i, key, new Label(texts.get("help.text." + KEYS.get(i))));
        }
        var card = new VBox(head, grid);
        card.getStyleClass().add("help-card");
        card.setMaxSize(Region.USE_PREF_SIZE, Region.USE_PREF_SIZE);
        getChildren().add(card);
        setVisible(false);
        setOnMouseClicked(event -> {
            if (event.getTarget() == this) {
                setVisible(false);
            }
        });
    }

    /** Shows or hides the keys. */
    public void toggle() {
        setVisible(!isVisible());
        if (isVisible()) {
            close.requestFocus();
        }
    }
}
