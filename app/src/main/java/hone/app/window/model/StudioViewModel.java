package hone.app.window.model;

import hone.app.window.port.Comparison;
import hone.app.window.port.RunningTrial;
import hone.app.window.port.StudioPort;
import hone.app.window.port.Workload;
import hone.engine.HoneException;
import hone.engine.technique.Recipe;
import hone.engine.technique.RecipeStep;
import hone.engine.technique.Technique;
import hone.profiler.report.Finding;
import hone.profiler.report.RunReport;
import hone.profiler.report.RunReportJson;
import hone.visualizers.tile.Prediction;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.stream.Collectors;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.ReadOnlyBooleanProperty;
import javafx.beans.property.ReadOnlyBooleanWrapper;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.SimpleObjectProperty;

/**
 * The state of the window and everything a person can do to it. Whatever changes the setting also submits the trial
 * that measures it; the latest wins, and what an overtaken trial still says is dropped.
 */
public final class StudioViewModel {
    private final StudioPort port;
    private final SettingHistory history;
    private final List<TechniqueViewModel> techniques;
    private final ReadOnlyObjectWrapper<Setting> setting;
    private final LatestTrial latest;
    private final ReadOnlyObjectWrapper<Prediction> prediction = new ReadOnlyObjectWrapper<>(Prediction.NONE);
    private final ReadOnlyObjectWrapper<Optional<Notice>> notice = new ReadOnlyObjectWrapper<>(Optional.empty());
    private final ReadOnlyBooleanWrapper canUndo = new ReadOnlyBooleanWrapper();
    private final ReadOnlyBooleanWrapper canRedo = new ReadOnlyBooleanWrapper();
    private final ObjectProperty<TechniqueViewModel> selected = new SimpleObjectProperty<>();
    private final ModelsViewModel models;

    /**
     * A window's state.
     *
     * @param fxThread where listeners of trials are brought to
     * @param start the setting to begin with
     */
    public StudioViewModel(StudioPort port, Executor fxThread, Setting start) {
        this.port = port;
        history = new SettingHistory(start);
        setting = new ReadOnlyObjectWrapper<>(start);
        techniques = port.techniques().stream()
                .map(technique -> new TechniqueViewModel(technique, port))
                .toList();
        selected.set(techniques.getFirst());
        latest = new LatestTrial(port.earlier(), fxThread, sentence -> say(sentence, true));
        models = new ModelsViewModel(port, fxThread, this);
        show();
    }

    /** Switches a technique on, at the end of the recipe, or off. */
    public void toggle(Technique technique, boolean on) {
        change(now -> now.withRecipe(RecipeEdits.toggled(now.recipe(), technique.id(), on)));
    }

    /** Turns a knob of a technique that is on. */
    public void turn(Technique technique, String knob, String value) {
        change(now -> now.withRecipe(RecipeEdits.turned(now.recipe(), technique, knob, value)));
    }

    /** Moves a step of the recipe to the left or, by a positive number of places, to the right. */
    public void move(RecipeStep step, int places) {
        change(now -> now.withRecipe(RecipeEdits.moved(now.recipe(), step.id(), places)));
    }

    /** Goes on with another model, and with what of recipes and batch it takes; a sentence names what had to go. */
    public void model(String id) {
        Setting now = history.present();
        Recipe recipe;
        Workload wanted;
        try {
            wanted = port.workload(id);
            recipe = taken(id, now.recipe());
        } catch (HoneException e) {
            say(e.getMessage(), true);
            return;
        }
        int batch = wanted.batches().contains(now.batch()) ? now.batch() : wanted.batch();
        change(before ->
                before.withModel(id, recipe, taken(id, before.baseline())).withBatch(batch));
        if (!recipe.equals(now.recipe())) {
            String gone = now.recipe().steps().stream()
                    .filter(step -> !recipe.steps().contains(step))
                    .map(RecipeStep::id)
                    .collect(Collectors.joining(", "));
            say("switched off, since this model does not take it: " + gone, false);
        }
    }

    private Recipe taken(String model, Recipe recipe) {
        Recipe taken = Recipe.NONE;
        for (RecipeStep step : recipe.steps()) {
            taken = port.refusal(model, taken, step).isEmpty() ? taken.plus(step) : taken;
        }
        return taken;
    }

    /** Changes the batch size. */
    public void batch(int samples) {
        change(now -> now.withBatch(samples));
    }

    /** Makes the candidate the baseline of what follows. */
    public void pinBaseline() {
        change(Setting::pinned);
    }

    /** Back to plain Java as the baseline. */
    public void resetBaseline() {
        change(now -> new Setting(now.model(), now.recipe(), Recipe.NONE, now.batch()));
    }

    /** Candidate and baseline change places. */
    public void swap() {
        change(Setting::swapped);
    }

    private void change(java.util.function.UnaryOperator<Setting> edit) {
        Setting before = history.present();
        Setting after;
        try {
            after = edit.apply(before);
        } catch (HoneException e) {
            say(e.getMessage(), true);
            show();
            return;
        }
        if (!after.equals(before)) {
            history.push(after);
            show();
            run();
        }
    }

    /** Takes back the last change of the setting. */
    public void undo() {
        if (history.canUndo()) {
            history.undo();
            show();
            run();
        }
    }

    /** Does again what was taken back. */
    public void redo() {
        if (history.canRedo()) {
            history.redo();
            show();
            run();
        }
    }

    private void show() {
        Setting now = history.present();
        techniques.forEach(technique -> technique.update(now.model(), now.recipe()));
        setting.set(now);
        canUndo.set(history.canUndo());
        canRedo.set(history.canRedo());
    }

    /** Measures the setting in force, anew if it was measured before. */
    public void run() {
        var request = history.present().request();
        latest.begin(workload().version(), ending -> {
            prediction.set(port.predict(request));
            return port.submit(request, ending);
        });
    }

    /** Measures what is shown again by other means, if it answers the setting in force and nothing else runs. */
    public void compare(Comparison by) {
        Optional<RunReport> live = latest.reportProperty().get();
        if (live.isPresent() && isReportCurrent() && !latest.isRunning()) {
            var request = history.present().request();
            latest.begin(latest.version(), ending -> port.compare(by, live.get(), request, ending));
        }
    }

    /** Goes on with the experiment that would confirm a finding, which measures it; it can be undone. */
    public void follow(Finding.NextExperiment next) {
        change(now ->
                new Setting(now.model(), Recipe.parse(next.recipe()), Recipe.parse(next.baseline()), next.batch()));
        if (history.present().recipe().toString().equals(next.recipe()) && !latest.isRunning()) {
            run(); // the very same again, to see whether it comes out alike
        }
    }

    /** Stops the running trial, if there is one. The last report stays. */
    public void cancel() {
        latest.cancel();
    }

    /** Says one plain sentence. */
    public void say(String sentence, boolean problem) {
        notice.set(Optional.of(new Notice(sentence, problem)));
    }

    /** Whether the report on show answers the setting in force. */
    public boolean isReportCurrent() {
        Setting now = history.present();
        return latest.reportProperty()
                .get()
                .filter(shown -> shown.model().equals(now.model())
                        && shown.recipe().equals(now.recipe().toString())
                        && shown.baseline().recipe().equals(now.baseline().toString())
                        && shown.batch() == now.batch()
                        && latest.version().equals(workload().version()))
                .isPresent();
    }

    /** The report as JSON, if there is one. */
    public Optional<String> reportJson() {
        return latest.reportProperty().get().map(RunReportJson::text);
    }

    /** What is being run in the setting in force. */
    public Workload workload() {
        return port.workload(history.present().model());
    }

    /** The models to choose from, and to import. */
    public ModelsViewModel models() {
        return models;
    }

    public List<TechniqueViewModel> techniques() {
        return techniques;
    }

    /** The technique the details explain. */
    public ObjectProperty<TechniqueViewModel> selectedProperty() {
        return selected;
    }

    public ReadOnlyObjectProperty<Setting> settingProperty() {
        return setting.getReadOnlyProperty();
    }

    /** The last finished report. */
    public ReadOnlyObjectProperty<Optional<RunReport>> reportProperty() {
        return latest.reportProperty();
    }

    public ReadOnlyObjectProperty<Optional<RunningTrial>> runningProperty() {
        return latest.runningProperty();
    }

    public ReadOnlyObjectProperty<Prediction> predictionProperty() {
        return prediction.getReadOnlyProperty();
    }

    public ReadOnlyObjectProperty<Optional<Notice>> noticeProperty() {
        return notice.getReadOnlyProperty();
    }

    public ReadOnlyBooleanProperty canUndoProperty() {
        return canUndo.getReadOnlyProperty();
    }

    public ReadOnlyBooleanProperty canRedoProperty() {
        return canRedo.getReadOnlyProperty();
    }
}
