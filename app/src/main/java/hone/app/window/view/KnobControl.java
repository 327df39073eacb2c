package hone.app.window.view;

import hone.app.window.model.TechniqueViewModel;
import hone.engine.technique.Knob;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.List;
import java.util.function.Consumer;
import javafx.scene.Node;
import javafx.scene.control.ChoiceBox;
import javafx.scene.control.Label;
import javafx.scene.control.Slider;
import javafx.scene.control.Spinner;
import javafx.scene.control.SpinnerValueFactory;
import javafx.scene.control.ToggleButton;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import org.controlsfx.control.SegmentedButton;

/** A knob as a control: a slider for a range, a spinner for whole numbers, buttons or a list for choices. */
final class KnobControl {
    private static final int FEW = 3;

    private KnobControl() {}

    /** The labelled control; it follows the model and hands what a person sets to {@code turned}. */
    static HBox of(Knob knob, TechniqueViewModel model, Consumer<String> turned) {
        var title = new Label(knob.title());
        title.getStyleClass().add("knob-title");
        title.setMinWidth(Region.USE_PREF_SIZE);
        var row = new HBox(title);
        row.getStyleClass().add("knob");
        String id = "knob-" + model.technique().id() + "-" + knob.id();
        switch (knob) {
            case Knob.Range range when range.whole() -> row.getChildren().add(spinner(range, model, turned, id));
            case Knob.Range range -> row.getChildren().addAll(slider(range, model, turned, id));
            case Knob.Choice choice
            when choice.options().size() <= FEW -> row.getChildren().add(buttons(choice, model, turned, id));
            case Knob.Choice choice -> row.getChildren().add(list(choice, model, turned, id));
        }
        row.getChildren().forEach(node -> Tooltip.install(node, new Tooltip(knob.text())));
        return row;
    }

    private static List<Node> slider(Knob.Range knob, TechniqueViewModel model, Consumer<String> turned, String id) {
        var slider = new Slider(knob.min(), knob.max(), Double.parseDouble(model.value(knob.id())));
        slider.setId(id);
        slider.setBlockIncrement(knob.step());
        slider.setAccessibleText(knob.title());
        slider.setMinWidth(60);
        slider.setPrefWidth(90);
        HBox.setHgrow(slider, Priority.ALWAYS);
        var value = new Label();
        value.getStyleClass().add("knob-value");
        value.setMinWidth(Region.USE_PREF_SIZE);
        slider.valueProperty().subscribe(now -> value.setText(written(knob, now.doubleValue())));
        Runnable commit = () -> {
            String text = written(knob, slider.getValue());
            if (!slider.isValueChanging() && differs(model.value(knob.id()), text)) {
                turned.accept(text);
            }
        };
        slider.valueProperty().addListener((_, _, _) -> commit.run());
        slider.valueChangingProperty().addListener((_, _, _) -> commit.run());
        model.stepProperty().subscribe(_ -> slider.setValue(Double.parseDouble(model.value(knob.id()))));
        return List.of(slider, value);
    }

    private static boolean differs(String a, String b) {
        return new BigDecimal(a).compareTo(new BigDecimal(b)) != 0;
    }

    /** The value on the knob's grid of steps, without trailing zeros. */
    private static String written(Knob.Range knob, double value) {
        BigDecimal step = BigDecimal.valueOf(knob.step());
        BigDecimal steps = BigDecimal.valueOf(value).divide(step, 0, RoundingMode.HALF_UP);
        double onGrid = Math.clamp(steps.multiply(step).doubleValue(), knob.min(), knob.max());
        BigDecimal plain = BigDecimal.valueOf(onGrid).stripTrailingZeros();
        return plain.signum() == 0 ? "0" : plain.toPlainString();
    }

    private static Spinner<Integer> spinner(
            Knob.Range knob, TechniqueViewModel model, Consumer<String> turned, String id) {
        var values = new SpinnerValueFactory.IntegerSpinnerValueFactory((int) knob.min(), (int) knob.max());
        values.setAmountToStepBy((int) Math.max(1, knob.step()));
        var spinner = new Spinner<Integer>(values);
        spinner.setId(id);
        spinner.setPrefWidth(84);
        spinner.setAccessibleText(knob.title());
        model.stepProperty().subscribe(_ -> values.setValue((int) Double.parseDouble(model.value(knob.id()))));
        values.valueProperty().addListener((_, _, now) -> {
            String text = Integer.toString(now);
            if (!text.equals(model.value(knob.id()))) {
                turned.accept(text);
            }
        });
        return spinner;
    }

    private static ChoiceBox<String> list(
            Knob.Choice knob, TechniqueViewModel model, Consumer<String> turned, String id) {
        var box = new ChoiceBox<String>();
        box.setId(id);
        box.getItems().setAll(knob.options());
        box.setAccessibleText(knob.title());
        model.stepProperty().subscribe(_ -> box.setValue(model.value(knob.id())));
        box.valueProperty().addListener((_, _, now) -> {
            if (now != null && !now.equals(model.value(knob.id()))) {
                turned.accept(now);
            }
        });
        return box;
    }

    private static SegmentedButton buttons(
            Knob.Choice knob, TechniqueViewModel model, Consumer<String> turned, String id) {
        var buttons = new SegmentedButton();
        buttons.setId(id);
        for (String option : knob.options()) {
            var button = new ToggleButton(option);
            button.setId(id + "-" + option);
            button.setMinWidth(Region.USE_PREF_SIZE);
            button.setAccessibleText(knob.title() + " " + option);
            button.setOnAction(_ -> {
                button.setSelected(true); // a second press must not leave the knob without a value
                if (!option.equals(model.value(knob.id()))) {
                    turned.accept(option);
                }
            });
            buttons.getButtons().add(button);
        }
        model.stepProperty()
                .subscribe(_ -> buttons.getButtons()
                        .forEach(button -> button.setSelected(button.getText().equals(model.value(knob.id())))));
        return buttons;
    }
}
