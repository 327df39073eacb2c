package hone.profiler.bench.models;

import hone.engine.graph.Graph;
import hone.engine.model.Model;
import hone.engine.tensor.Shape;
import java.util.List;

/**
 * A model to be timed.
 *
 * @param name as the command line and reports name it
 * @param dtype "float32"; "int8" where weights and activations are rounded, "int8-weights" where only weights are
 * @param recipe the techniques applied on our side
 * @param model what they made: one F32 input (batch, …) and one F32 output (batch, …, classes)
 * @param batches samples a run
 * @param samples of its input
 */
public record BenchSubject(
        String name, String dtype, String recipe, Model model, List<Integer> batches, SampleSource samples) {
    public BenchSubject {
        batches = List.copyOf(batches);
    }

    /** The name of the model's input. */
    String input() {
        return model.graph().inputs().getFirst().name();
    }

    /** The name of the model's output. */
    String output() {
        return model.graph().outputs().firstEntry().getKey();
    }

    Shape inputShape(int batch) {
        return batchOf(model.graph().inputs().getFirst().type().maxShape(), batch);
    }

    Shape outputShape(int batch) {
        Graph graph = model.graph();
        return batchOf(graph.type(graph.output(output())).maxShape(), batch);
    }

    /** Rows of the output that one sample gives, each with a score for every class. */
    long rowsOfASample() {
        Shape one = outputShape(1);
        return one.elements() / one.size(one.rank() - 1);
    }

    private static Shape batchOf(Shape largest, int batch) {
        long[] sizes = largest.sizes().clone();
        sizes[0] = batch;
        return Shape.of(sizes);
    }
}
