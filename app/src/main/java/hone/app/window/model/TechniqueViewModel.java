package hone.app.window.model;

import hone.app.window.port.StudioPort;
import hone.engine.technique.Effort;
import hone.engine.technique.Recipe;
import hone.engine.technique.RecipeStep;
import hone.engine.technique.Technique;
import java.util.Optional;
import javafx.beans.property.ReadOnlyBooleanProperty;
import javafx.beans.property.ReadOnlyBooleanWrapper;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;

/** One technique as the window shows it: on or off, its knobs' values, and why it is refused, if it is. */
public final class TechniqueViewModel {
    private final Technique technique;
    private final StudioPort port;
    private final ReadOnlyBooleanWrapper on = new ReadOnlyBooleanWrapper();
    private final ReadOnlyBooleanWrapper applies = new ReadOnlyBooleanWrapper();
    private final ReadOnlyObjectWrapper<Optional<String>> refusal = new ReadOnlyObjectWrapper<>(Optional.empty());
    private final ReadOnlyObjectWrapper<RecipeStep> step;
    private String model = ""; // none yet

    TechniqueViewModel(Technique technique, StudioPort port) {
        this.technique = technique;
        this.port = port;
        step = new ReadOnlyObjectWrapper<>(RecipeStep.of(technique.id()));
    }

    /** Follows the model and the recipe in force. */
    void update(String model, Recipe recipe) {
        if (!model.equals(this.model)) {
            this.model = model;
            applies.set(port.refusal(model, Recipe.NONE, RecipeStep.of(technique.id()))
                    .isEmpty());
        }
        int at = RecipeEdits.indexOf(recipe, technique.id());
        if (at >= 0) {
            step.set(recipe.steps().get(at));
        }
        Recipe before = at < 0 ? recipe : recipe.prefix(at);
        refusal.set(port.refusal(model, before, step.get()));
        on.set(at >= 0);
    }

    /** Whether it can be used in the model in force at all, by itself and as it comes. */
    public ReadOnlyBooleanProperty appliesProperty() {
        return applies.getReadOnlyProperty();
    }

    /** What it is. */
    public Technique technique() {
        return technique;
    }

    /** Whether the recipe has it. */
    public ReadOnlyBooleanProperty onProperty() {
        return on.getReadOnlyProperty();
    }

    /** Why it cannot be used after the steps before it. */
    public ReadOnlyObjectProperty<Optional<String>> refusalProperty() {
        return refusal.getReadOnlyProperty();
    }

    /** Its step in the recipe, or, while it is off, the one it had last. */
    public ReadOnlyObjectProperty<RecipeStep> stepProperty() {
        return step.getReadOnlyProperty();
    }

    /** The value of a knob. */
    public String value(String knob) {
        return technique.value(step.get(), knob);
    }

    /** What it takes before it can be measured. */
    public Effort effort() {
        return technique.effort(step.get());
    }
}
