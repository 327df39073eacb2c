package hone.engine.technique.quantization;

import hone.engine.data.LabelledImages;
import hone.engine.graph.LayerGlob;
import hone.engine.graph.Node;
import hone.engine.kernel.Rung;
import hone.engine.memory.Category;
import hone.engine.memory.MemoryRegion;
import hone.engine.model.Model;
import hone.engine.run.Executor;
import hone.engine.run.PlanRequest;
import hone.engine.run.Probe;
import hone.engine.technique.Workbench;
import hone.engine.tensor.DType;
import hone.engine.tensor.Shape;
import hone.engine.tensor.Tensor;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Min-max calibration: runs training samples through the model and notes the largest magnitude that enters each layer.
 * A scale of that magnitude over 127 clips none of the samples seen.
 */
final class ActivationCalibration {
    private static final int SAMPLES = 512;
    private static final int BATCH = 64;

    private final Model model;
    private final Workbench workbench;

    ActivationCalibration(Model model, Workbench workbench) {
        this.model = model;
        this.workbench = workbench;
    }

    /** The input scale of each layer, by node name. */
    Map<String, Float> inputScales(List<Node.Apply> layers) {
        LabelledImages samples = workbench.calibration().get();
        int count = Math.min(SAMPLES, samples.count());
        Map<String, Float> largest = new HashMap<>();
        PlanRequest request = PlanRequest.baseline(BATCH)
                .withRung(LayerGlob.ALL, Rung.SIMD)
                .withTaps(layers.stream().map(layer -> source(layer).name()).collect(Collectors.toSet()));
        var plan = workbench.planner().plan(model.graph(), model.weights(), request);
        String input = model.graph().inputs().getFirst().name();
        long[] sizes = model.graph().inputs().getFirst().type().maxShape().sizes();
        sizes[0] = BATCH;
        try (Executor executor = Executor.open(plan, workbench.pool(), workbench.budget());
                MemoryRegion region = workbench.budget().open(Category.DATA, "calibration samples")) {
            Tensor batch = region.tensor(DType.F32, Shape.of(sizes));
            for (int from = 0; from < count; from += BATCH) {
                workbench.stop().check("calibration");
                workbench.progress().report((double) from / count, "calibrating activations");
                int size = Math.min(BATCH, count - from);
                Tensor rows = batch.firstRows(size);
                samples.copyInto(from, size, rows.segment());
                executor.bindings().input(input, rows);
                executor.run(Probe.NONE, workbench.stop());
                for (Node.Apply layer : layers) {
                    Tensor entering = entering(executor, layer, rows);
                    largest.merge(layer.name(), largestMagnitude(entering), Math::max);
                }
            }
        }
        largest.replaceAll((layer, magnitude) -> magnitude == 0 ? 1 : magnitude / SymmetricRounding.LARGEST);
        return largest;
    }

    private Tensor entering(Executor executor, Node.Apply layer, Tensor rows) {
        Node source = source(layer);
        return source instanceof Node.Input ? rows : executor.value(source.name());
    }

    private Node source(Node.Apply layer) {
        return model.graph().node(layer.inputs().getFirst());
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
