package hone.profiler.bench.models;

import hone.engine.model.Model;
import java.util.List;

/**
 * A model to be timed.
 *
 * @param name as the command line and reports name it
 * @param dtype "float32"; "int8" where weights and activations are rounded, "int8-weights" where only weights are
 * @param model input "x" (batch, …) of 784 pixels a sample, output "logits" (batch, classes)
 * @param batches samples a run
 */
public record BenchSubject(String name, String dtype, Model model, List<Integer> batches) {
    public BenchSubject {
        batches = List.copyOf(batches);
    }
}
