package hone.engine.technique.quantization;

import hone.engine.graph.Node;
import hone.engine.model.Model;
import hone.engine.technique.LayerInputs;
import hone.engine.technique.Workbench;
import hone.engine.tensor.Tensor;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Finds the scale of each layer's input: the largest magnitude that calibration samples bring, over 127 steps. */
final class ActivationCalibration {
    private final LayerInputs inputs;

    ActivationCalibration(Model model, Workbench workbench) {
        this.inputs = new LayerInputs(model, workbench);
    }

    /** The input scale of each layer, by node name. */
    Map<String, Float> inputScales(List<Node.Apply> layers) {
        Map<String, Float> largest = new HashMap<>();
        inputs.forEach(layers, (layer, entering) -> largest.merge(layer.name(), largestMagnitude(entering), Math::max));
        largest.replaceAll((layer, magnitude) -> magnitude == 0 ? 1 : magnitude / SymmetricRounding.LARGEST);
        return largest;
    }

    private static float largestMagnitude(Tensor tensor) {
        float largest = 0;
        long elements = tensor.shape().elements();
        for (long i = 0; i < elements; i++) {
            largest = Math.max(largest, Math.abs(tensor.getFloat(i)));
        }
        return largest;
    }
}
