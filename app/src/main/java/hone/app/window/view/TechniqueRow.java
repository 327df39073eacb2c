package hone.app.window.view;

import hone.app.window.model.StudioViewModel;
import hone.app.window.model.TechniqueViewModel;
import hone.engine.technique.Technique;
import hone.visualizers.Texts;
import java.util.List;
import java.util.Optional;
import javafx.css.PseudoClass;
import javafx.scene.Node;
import javafx.scene.control.Label;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import org.controlsfx.control.ToggleSwitch;
import org.kordamp.ikonli.feather.Feather;
import org.kordamp.ikonli.javafx.FontIcon;

/**
 * A technique on the left: its switch, what it takes, what it does in a sentence, its knobs while it is on, and the
 * reason in plain sight while it is refused. A refused row takes the focus itself, since its switch cannot.
 */
final class TechniqueRow extends VBox {
    private static final PseudoClass CHOSEN = PseudoClass.getPseudoClass("chosen");
    private static final PseudoClass REFUSED = PseudoClass.getPseudoClass("refused");

    private final StudioViewModel studio;
    private final TechniqueViewModel model;
    private final Texts texts;
    private final ToggleSwitch toggle = new ToggleSwitch();
    private final Label effort = new Label();
    private final Label reason = new Label();
    private final List<Node> knobs;
    private boolean following;

    TechniqueRow(StudioViewModel studio, TechniqueViewModel model, Texts texts) {
        this.studio = studio;
        this.model = model;
        this.texts = texts;
        Technique technique = model.technique();
        knobs = technique.knobs().stream()
                .<Node>map(knob -> KnobControl.of(knob, model, value -> studio.turn(technique, knob.id(), value)))
                .toList();
        setId("technique-" + technique.id());
        getStyleClass().add("technique");
        buildSwitch(technique);
        reason.getStyleClass().add("technique-reason");
        reason.setId("reason-" + technique.id());
        reason.setWrapText(true);
        reason.setGraphic(new FontIcon(Feather.SLASH));
        var sentence = new Label(firstSentence(technique.text()));
        sentence.getStyleClass().add("technique-text");
        sentence.setWrapText(true);
        sentence.setMinHeight(Region.USE_PREF_SIZE);
        reason.setMinHeight(Region.USE_PREF_SIZE);
        getChildren().addAll(header(technique), sentence, reason);
        getChildren().addAll(knobs);
        follow();
    }

    private HBox header(Technique technique) {
        var title = new Label(technique.title());
        title.getStyleClass().add("technique-title");
        title.setMinWidth(Region.USE_PREF_SIZE);
        var gap = new Region();
        HBox.setHgrow(gap, Priority.ALWAYS);
        effort.getStyleClass().add("effort-tag");
        effort.setMinWidth(Region.USE_PREF_SIZE);
        var header = new HBox(toggle, title, gap, effort);
        header.getStyleClass().add("technique-header");
        return header;
    }

    private void buildSwitch(Technique technique) {
        toggle.setId("toggle-" + technique.id());
        toggle.setAccessibleText(technique.title());
        toggle.setMinWidth(Region.USE_PREF_SIZE);
        toggle.selectedProperty().subscribe((_, on) -> {
            if (!following) {
                choose();
                studio.toggle(technique, on);
            }
        });
        // A filter: the switch's own handler does not consume Space, which would go on to start a trial.
        toggle.addEventFilter(KeyEvent.KEY_PRESSED, event -> {
            if (event.getCode() == KeyCode.SPACE || event.getCode() == KeyCode.ENTER) {
                toggle.fire();
                event.consume();
            }
        });
    }

    private void follow() {
        model.onProperty().subscribe(_ -> show());
        model.refusalProperty().subscribe(_ -> show());
        model.stepProperty().subscribe(_ -> show());
        studio.selectedProperty().subscribe(now -> pseudoClassStateChanged(CHOSEN, now == model));
        addEventFilter(javafx.scene.input.MouseEvent.MOUSE_PRESSED, _ -> choose());
        focusWithinProperty().subscribe(within -> {
            if (within) {
                choose();
            }
        });
    }

    private void choose() {
        studio.selectedProperty().set(model);
    }

    private void show() {
        boolean on = model.onProperty().get();
        Optional<String> refusal = model.refusalProperty().get();
        boolean blocked = refusal.isPresent() && !on;
        following = true;
        toggle.setSelected(on);
        following = false;
        toggle.setDisable(blocked);
        setFocusTraversable(blocked);
        pseudoClassStateChanged(REFUSED, refusal.isPresent());
        effort.setText(texts.get("effort." + model.effort().name()));
        reason.setText(refusal.orElse(""));
        present(reason, refusal.isPresent());
        knobs.forEach(knob -> present(knob, on));
        setAccessibleText(refusal.map(
                        why -> texts.get("technique.refused", model.technique().title(), why))
                .orElse(model.technique().title()));
    }

    private static void present(Node node, boolean here) {
        node.setVisible(here);
        node.setManaged(here);
    }

    /** The first sentence of a text; the details on the right have the rest. */
    static String firstSentence(String text) {
        int end = text.indexOf(". ");
        return end < 0 ? text : text.substring(0, end + 1);
    }
}
