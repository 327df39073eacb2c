package hone.app.model;

import hone.engine.format.Artefact;
import hone.engine.model.Architecture;
import hone.engine.model.Model;
import hone.engine.rewrite.SampleRows;

/**
 * A model with its weights, from wherever it came.
 *
 * @param name as the person calls it: of the zoo, of the library, or a path
 * @param architecture what it is for, and its ends
 * @param artefact the model, and what its training fixed about its data
 */
public record OpenedModel(String name, Architecture architecture, Artefact artefact) {
    public Model model() {
        return artefact.setup().model();
    }

    /** The same for samples as data has them: rows of numbers, where it takes images or other blocks. */
    public OpenedModel overRows() {
        Model rows = SampleRows.of(model());
        return rows == model() ? this : new OpenedModel(name, Architecture.of(rows), artefact.withModel(rows));
    }
}
