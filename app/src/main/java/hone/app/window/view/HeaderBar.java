package hone.app.window.view;

import hone.app.window.model.StudioViewModel;
import hone.app.window.port.Workload;
import hone.visualizers.Texts;
import hone.visualizers.chart.PictureCard;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import javafx.beans.value.ObservableValue;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.ChoiceBox;
import javafx.scene.control.Label;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.StackPane;
import javafx.scene.shape.SVGPath;
import org.kordamp.ikonli.feather.Feather;
import org.kordamp.ikonli.javafx.FontIcon;

/** The top line: what is being run, and what can be done with it. */
public final class HeaderBar extends HBox {
    private final StudioViewModel studio;
    private final Texts texts;

    /** The line; the two actions and the dialogs belong to the window as a whole. */
    public HeaderBar(StudioViewModel studio, Texts texts, ModelChooser chooser, Runnable switchTheme, Runnable help) {
        this.studio = studio;
        this.texts = texts;
        getStyleClass().add("header-bar");
        var brand = new Label(texts.get("brand"), mark());
        brand.getStyleClass().add("brand");
        brand.setMinWidth(Region.USE_PREF_SIZE);
        var gap = new Region();
        HBox.setHgrow(gap, Priority.ALWAYS);
        getChildren()
                .addAll(
                        brand,
                        new ModelChoice(studio, texts),
                        new ImportButton(studio.models(), chooser, texts),
                        data(),
                        batch(),
                        gap,
                        undo("undo", Feather.CORNER_UP_LEFT, studio::undo, studio.canUndoProperty()),
                        undo("redo", Feather.CORNER_UP_RIGHT, studio::redo, studio.canRedoProperty()),
                        icon("theme", Feather.MOON, switchTheme),
                        icon("help", Feather.HELP_CIRCLE, help),
                        run());
    }

    /** The studio's mark: a blade, honed upwards. */
    private static Node mark() {
        var blade = new SVGPath();
        blade.setContent("M6 17 L11.5 4 L17 17 L11.5 13.6 Z");
        blade.getStyleClass().add("brand-blade");
        var mark = new StackPane(blade);
        mark.getStyleClass().add("brand-mark");
        return mark;
    }

    /** The data of the model that is chosen. */
    private Label data() {
        var chip = new Label("", new FontIcon(Feather.DATABASE));
        chip.setId("data-chip");
        chip.getStyleClass().addAll("chip", "workload-chip");
        chip.setMinWidth(Region.USE_PREF_SIZE);
        var tooltip = new Tooltip();
        chip.setTooltip(tooltip);
        studio.settingProperty().subscribe(_ -> {
            Workload now = studio.workload();
            chip.setText(now.data());
            tooltip.setText(now.dataDetail());
            chip.setAccessibleText(now.data() + ", " + now.dataDetail());
        });
        return chip;
    }

    private Node batch() {
        var caption = new Label(texts.get("header.batch"));
        caption.getStyleClass().add("strip-caption");
        caption.setMinWidth(Region.USE_PREF_SIZE);
        var box = new ChoiceBox<Integer>();
        box.setId("batch");
        box.setAccessibleText(texts.get("header.batch"));
        caption.setLabelFor(box);
        var following = new AtomicBoolean();
        studio.settingProperty().subscribe(now -> {
            List<Integer> batches = studio.workload().batches();
            following.set(true); // other choices are no choice of another batch
            if (!box.getItems().equals(batches)) {
                box.getItems().setAll(batches);
            }
            box.setValue(now.batch());
            following.set(false);
        });
        box.valueProperty().addListener((_, _, now) -> {
            if (now != null && !following.get()) {
                studio.batch(now);
            }
        });
        var row = new HBox(caption, box);
        row.getStyleClass().add("batch");
        row.setMinWidth(Region.USE_PREF_SIZE);
        return row;
    }

    private Button icon(String key, Feather icon, Runnable action) {
        Button button = PictureCard.iconButton(icon, texts.get("header." + key));
        button.setId(key);
        button.setOnAction(_ -> action.run());
        return button;
    }

    private Button undo(String key, Feather icon, Runnable action, ObservableValue<Boolean> can) {
        Button button = icon(key, icon, action);
        button.disableProperty().bind(can.map(yes -> !yes));
        return button;
    }

    private Button run() {
        var run = new Button();
        run.setId("run");
        run.getStyleClass().addAll("accent", "run-button");
        run.setMinWidth(Region.USE_PREF_SIZE);
        studio.runningProperty().subscribe(now -> {
            run.setText(texts.get(now.isPresent() ? "header.cancel" : "header.run"));
            run.setGraphic(new FontIcon(now.isPresent() ? Feather.SQUARE : Feather.PLAY));
        });
        run.setOnAction(_ -> {
            if (studio.runningProperty().get().isPresent()) {
                studio.cancel();
            } else {
                studio.run();
            }
        });
        return run;
    }
}
