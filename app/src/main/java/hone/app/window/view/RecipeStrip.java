package hone.app.window.view;

import hone.app.window.model.Setting;
import hone.app.window.model.StudioViewModel;
import hone.engine.technique.Recipe;
import hone.engine.technique.RecipeStep;
import hone.visualizers.Texts;
import hone.visualizers.chart.PictureCard;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import org.kordamp.ikonli.feather.Feather;
import org.kordamp.ikonli.javafx.FontIcon;

/** The strip that always shows what is compared with what: the pinned baseline, then the steps of the recipe. */
public final class RecipeStrip extends HBox {
    private final StudioViewModel studio;
    private final Texts texts;
    private final Label baseline = new Label();
    private final HBox steps = new HBox();

    public RecipeStrip(StudioViewModel studio, Texts texts) {
        this.studio = studio;
        this.texts = texts;
        setId("recipe-strip");
        getStyleClass().add("recipe-strip");
        baseline.setId("baseline-chip");
        baseline.setGraphic(new FontIcon(Feather.MAP_PIN));
        baseline.getStyleClass().addAll("chip", "baseline-chip");
        baseline.setMinWidth(Region.USE_PREF_SIZE);
        steps.setId("recipe-steps");
        steps.getStyleClass().add("recipe-steps");
        var gap = new Region();
        HBox.setHgrow(gap, Priority.ALWAYS);
        getChildren().addAll(caption("strip.baseline"), baseline, arrow(), caption("strip.candidate"), steps, gap);
        getChildren().addAll(tools());
        studio.settingProperty().subscribe(this::show);
    }

    private Label caption(String key) {
        var label = new Label(texts.get(key));
        label.getStyleClass().add("strip-caption");
        label.setMinWidth(Region.USE_PREF_SIZE);
        return label;
    }

    private static Node arrow() {
        var icon = new FontIcon(Feather.ARROW_RIGHT);
        icon.getStyleClass().add("strip-arrow");
        return icon;
    }

    private Node[] tools() {
        Button pin = labelled("strip.pin", Feather.MAP_PIN, studio::pinBaseline);
        pin.setId("pin");
        Button swap = labelled("strip.swap", Feather.REPEAT, studio::swap);
        swap.setId("swap");
        Button reset = PictureCard.iconButton(Feather.ROTATE_CCW, texts.get("strip.reset"));
        reset.setId("reset-baseline");
        reset.setOnAction(_ -> studio.resetBaseline());
        studio.settingProperty().subscribe(now -> {
            reset.setDisable(now.baseline().isEmpty());
            pin.setDisable(now.baseline().equals(now.recipe()));
            swap.setDisable(now.baseline().equals(now.recipe()));
        });
        return new Node[] {pin, swap, reset};
    }

    private Button labelled(String key, Feather icon, Runnable action) {
        var button = new Button(texts.get(key), new FontIcon(icon));
        button.getStyleClass().addAll("flat", "strip-button");
        button.setMinWidth(Region.USE_PREF_SIZE);
        button.setOnAction(_ -> action.run());
        return button;
    }

    private void show(Setting setting) {
        baseline.setText(name(setting.baseline()));
        baseline.setAccessibleText(texts.get("strip.baseline") + " " + baseline.getText());
        String focused = steps.getChildren().stream()
                .filter(Node::isFocused)
                .map(Node::getId)
                .findFirst()
                .orElse("");
        steps.getChildren().clear();
        for (RecipeStep step : setting.recipe().steps()) {
            steps.getChildren().add(new RecipeChip(step, studio, texts));
        }
        if (setting.recipe().isEmpty()) {
            var nothing = new Label(texts.get("strip.nothing"));
            nothing.getStyleClass().add("strip-nothing");
            steps.getChildren().add(nothing);
        }
        steps.getChildren().stream()
                .filter(chip -> focused.equals(chip.getId()))
                .forEach(Node::requestFocus);
    }

    private String name(Recipe recipe) {
        return recipe.isEmpty() ? texts.get("strip.plain") : recipe.toString();
    }
}
