package hone.profiler.beside;

import hone.engine.Cancellation;
import hone.engine.InvalidInput;
import hone.engine.format.onnx.OnnxExport;
import hone.engine.model.Model;
import hone.engine.technique.Recipe;
import hone.profiler.service.TrialRequest;
import hone.profiler.service.TrialService;
import java.util.List;

/**
 * What a peer runs: the candidate as ONNX, or the plain model where ONNX cannot express the candidate.
 *
 * @param model with weights, as our own side of the comparison runs it
 * @param recipe that made it
 * @param onnx the bytes of its file
 * @param notes why it is not the candidate; empty where it is
 */
record ExportedModel(Model model, Recipe recipe, byte[] onnx, List<String> notes) {
    ExportedModel {
        notes = List.copyOf(notes);
    }

    /** @throws InvalidInput if not even the plain model can be written as ONNX */
    static ExportedModel of(TrialService trials, TrialRequest request, Cancellation stop) {
        Model candidate =
                trials.artefact(request, request.recipe(), stop).setup().model();
        return of(candidate, request.recipe(), request.model());
    }

    /** @throws InvalidInput if neither can be written as ONNX */
    static ExportedModel of(Model candidate, Recipe recipe, Model plain) {
        try {
            return new ExportedModel(candidate, recipe, OnnxExport.bytes(candidate), List.of());
        } catch (InvalidInput e) {
            if (candidate.hash().equals(plain.hash())) {
                throw e;
            }
            return new ExportedModel(
                    plain,
                    Recipe.NONE,
                    OnnxExport.bytes(plain),
                    List.of("the peer ran the plain model, without the recipe: " + e.getMessage()));
        }
    }
}
