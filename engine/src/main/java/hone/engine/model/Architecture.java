package hone.engine.model;

import hone.engine.InvalidInput;
import hone.engine.graph.Graph;
import hone.engine.graph.Node;
import hone.engine.run.ModelInput;
import hone.engine.tensor.DType;
import hone.engine.tensor.Dim;
import hone.engine.tensor.TensorType;
import java.util.function.Supplier;

/**
 * A model without its weights, by name.
 *
 * @param id as the command line takes it: "mlp"
 * @param title for people
 * @param text one sentence on what it is
 * @param task what it is for
 * @param input name of its input
 * @param output name of its output
 * @param graph builds the graph; the dimension {@code batch} is symbolic
 */
public record Architecture(
        String id, String title, String text, Task task, String input, String output, Supplier<Graph> graph) {
    /**
     * What a model's own graph says of it, for one that is not of the zoo: its samples go into the input that grows with the
     * batch, and its answers are called "logits", or are its first output. It continues a text where it takes tokens and
     * scores each of them, and measures where it answers with one number.
     *
     * @throws InvalidInput if the graph has no input or no output
     */
    public static Architecture of(Model model) {
        return of(model.graph(), model.id());
    }

    /** What a graph says of the model of this id; it throws as {@link #of(Model)} does. */
    public static Architecture of(Graph graph, String id) {
        if (graph.inputs().isEmpty() || graph.outputs().isEmpty()) {
            throw new InvalidInput("this model takes or gives nothing", id, "it has no input or no output");
        }
        Node.Input input = ModelInput.of(graph);
        String output = graph.outputs().containsKey(Gpt.LOGITS)
                ? Gpt.LOGITS
                : graph.outputs().firstEntry().getKey();
        TensorType type = graph.type(graph.output(output));
        long numbers = 1;
        for (Dim dim : type.dims().subList(Math.min(1, type.rank()), type.rank())) {
            numbers *= dim.max();
        }
        boolean text = input.type().dtype() == DType.I32 && type.rank() == 3;
        Task task = text ? Task.LANGUAGE : numbers == 1 ? Task.REGRESSION : Task.CLASSIFICATION;
        String says = switch (task) {
            case LANGUAGE -> "A model that continues a text";
            case REGRESSION -> "A model that answers with a number";
            case CLASSIFICATION -> "A model that answers with " + numbers + " numbers";
        };
        return new Architecture(id, id, says + " for " + input.type() + ".", task, input.name(), output, () -> graph);
    }
}
