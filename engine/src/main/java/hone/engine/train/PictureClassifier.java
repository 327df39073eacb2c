package hone.engine.train;

import hone.engine.InvalidInput;
import hone.engine.data.LabelledImages;
import hone.engine.graph.Graph;
import hone.engine.graph.Node;
import hone.engine.model.Mlp;
import hone.engine.tensor.DType;
import hone.engine.tensor.TensorType;

/** What a graph must be to learn from pictures: one input of pixel rows, and logits for at least as many classes. */
final class PictureClassifier {
    private PictureClassifier() {}

    /**
     * The name of the graph's input.
     *
     * @throws InvalidInput if the graph and the pictures do not fit, with the numbers that disagree
     */
    static String inputFor(Graph graph, LabelledImages images) {
        if (graph.inputs().size() != 1) {
            throw new InvalidInput(
                    "only a model with one input can learn from pictures",
                    "",
                    "this one has " + graph.inputs().size());
        }
        Node.Input input = graph.inputs().getFirst();
        TensorType type = input.type();
        if (type.dtype() != DType.F32 || type.rank() != 2 || type.dim(1).max() != images.pixelsPerImage()) {
            throw new InvalidInput(
                    "the pictures do not fit the model",
                    images.id(),
                    images.rows() + "×" + images.columns() + " pixels, and the model takes " + type);
        }
        if (images.measured() != graph.outputs().containsKey(Mlp.PREDICTION)) {
            throw new InvalidInput(
                    "the data does not fit the model",
                    images.id(),
                    images.measured()
                            ? "it has measures to learn, and the model answers with classes"
                            : "it has classes to learn, and the model answers with a measure",
                    images.measured()
                            ? "choose a model with one output, such as mlp-" + images.sampleSize() + "-32-1"
                            : "write task=regression behind a table's path to learn its numbers as measures");
        }
        if (images.measured()) {
            return input.name();
        }
        TensorType logits = graph.type(graph.output(ClassificationLoss.LOGITS));
        if (logits.rank() != 2 || logits.dim(1).max() < images.classes()) {
            throw new InvalidInput(
                    "the labels do not fit the model",
                    images.id(),
                    images.classes() + " classes, and the model gives " + logits);
        }
        return input.name();
    }
}
