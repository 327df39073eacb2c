package hone.app.window.view;

import hone.app.window.model.ModelsViewModel;
import hone.app.window.port.ImportProgress;
import hone.visualizers.Texts;
import java.util.Optional;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.ProgressBar;
import javafx.scene.layout.HBox;
import org.kordamp.ikonli.feather.Feather;
import org.kordamp.ikonli.javafx.FontIcon;

/** A line above the status bar while a model is imported: how far it is, and a button that stops it. */
public final class ImportStrip extends HBox {
    private final ModelsViewModel models;
    private final Texts texts;
    private final Label text = new Label();
    private final ProgressBar bar = new ProgressBar(0);

    public ImportStrip(ModelsViewModel models, Texts texts) {
        this.models = models;
        this.texts = texts;
        setId("import-strip");
        getStyleClass().add("import-strip");
        text.setId("import-text");
        text.setGraphic(new FontIcon(Feather.PACKAGE));
        bar.setId("import-progress");
        var cancel = new Button(texts.get("import.cancel"), new FontIcon(Feather.X));
        cancel.setId("import-cancel");
        cancel.getStyleClass().addAll("flat", "small", "status-cancel");
        cancel.setOnAction(_ -> models.cancelImport());
        getChildren().setAll(bar, cancel, text);
        models.importingProperty().subscribe(now -> {
            setVisible(now.isPresent());
            setManaged(now.isPresent());
            poll();
        });
    }

    /** Shows how far it is; called by the window's pulse. */
    public void poll() {
        Optional<ModelsViewModel.Import> now = models.importingProperty().get();
        now.ifPresent(running -> {
            ImportProgress progress = running.running().progress();
            bar.setProgress(Math.clamp(progress.fraction(), 0, 1));
            text.setText(
                    progress.step().isEmpty()
                            ? texts.get("import.running", running.name())
                            : texts.get("import.step", running.name(), progress.step()));
        });
    }
}
