package hone.app.cli;

import hone.app.Judgeable;
import hone.app.model.OpenedModel;
import hone.engine.InvalidInput;
import hone.engine.graph.Graph;
import hone.engine.graph.GraphBuilder;
import hone.engine.graph.Node;
import hone.engine.graph.Op;
import hone.engine.graph.Value;
import hone.engine.model.Architecture;
import hone.engine.model.Mlp;
import hone.engine.model.Model;
import hone.engine.model.Task;
import hone.engine.op.normalization.LogSoftmax;
import hone.engine.op.normalization.Softmax;
import hone.engine.run.ModelInput;
import hone.engine.tensor.Dim;
import hone.engine.tensor.TensorType;
import hone.engine.train.gradient.Gradients;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A model of the library or from a file as what training starts from.
 *
 * @param model over rows of samples, its answers called as training calls them
 * @param hash of the model as it was found
 * @param note what the trained model does otherwise than the one found; empty for nothing
 */
record FineTuning(OpenedModel model, String hash, Optional<String> note) {
    private static final String CLASSES = "logits";
    private static final String CANNOT = "this model cannot be trained";

    /**
     * Makes a model ready to learn.
     *
     * @throws InvalidInput if it continues texts and has no tokenizer, takes samples one by one, or has ops without a
     *     gradient, all of which are named
     */
    static FineTuning of(OpenedModel opened) {
        OpenedModel rows = opened.overRows();
        Architecture architecture = rows.architecture();
        if (architecture.task() == Task.LANGUAGE) {
            return ofTexts(opened);
        }
        TensorType in = ModelInput.of(rows.model().graph()).type();
        if (in.rank() > 0 && in.dim(0) instanceof Dim.Fixed fixed) {
            throw new InvalidInput(
                    CANNOT,
                    opened.name(),
                    "its file fixes the batch to " + fixed.size() + ", and training takes many samples at once");
        }
        Graph graph = rows.model().graph();
        Optional<Node.Apply> normalized = ending(graph, architecture);
        Value answer = normalized.map(node -> node.inputs().getFirst()).orElse(graph.output(architecture.output()));
        String wanted = architecture.task() == Task.REGRESSION ? Mlp.PREDICTION : CLASSES;
        Graph learning = answering(graph, normalized, answer, wanted);
        requireGradients(opened, learning);
        Model model = new Model(rows.model().id(), learning, rows.model().weights());
        return new FineTuning(
                new OpenedModel(
                        opened.name(),
                        Architecture.of(learning, architecture.id()),
                        rows.artefact().withModel(model)),
                opened.model().hash(),
                normalized.map(
                        node -> "its last op, " + node.name() + ", is left out: the loss normalizes scores itself,"
                                + " and the trained model answers with them"));
    }

    private static FineTuning ofTexts(OpenedModel opened) {
        Judgeable.refusal(opened).ifPresent(reason -> {
            throw new InvalidInput(CANNOT, opened.name(), reason);
        });
        requireGradients(opened, opened.model().graph());
        return new FineTuning(opened, opened.model().hash(), Optional.empty());
    }

    private static void requireGradients(OpenedModel opened, Graph graph) {
        List<String> obstacles = Gradients.obstacles(graph);
        if (!obstacles.isEmpty()) {
            throw new InvalidInput(CANNOT, opened.name(), String.join("; ", obstacles));
        }
    }

    /** The softmax that a classifier ends in: a loss over scores would normalize a second time. */
    private static Optional<Node.Apply> ending(Graph graph, Architecture architecture) {
        if (architecture.task() != Task.CLASSIFICATION) {
            return Optional.empty();
        }
        return Optional.of(graph.node(graph.output(architecture.output())))
                .filter(Node.Apply.class::isInstance)
                .map(Node.Apply.class::cast)
                .filter(node -> isNormalizing(node.op()));
    }

    private static boolean isNormalizing(Op op) {
        return op instanceof Softmax || op instanceof LogSoftmax;
    }

    private static Graph answering(Graph graph, Optional<Node.Apply> without, Value answer, String name) {
        GraphBuilder builder = new GraphBuilder();
        List<Value> copies = new ArrayList<>();
        for (Node node : graph.nodes()) {
            copies.add(without.filter(node::equals).isPresent() ? new Value(-1, 0) : copy(builder, node, copies));
        }
        return builder.output(name, new Value(copies.get(answer.node()).node(), answer.output()))
                .build();
    }

    private static Value copy(GraphBuilder builder, Node node, List<Value> copies) {
        return switch (node) {
            case Node.Input input -> builder.input(input.name(), input.type());
            case Node.Weight weight -> builder.weight(weight.name(), weight.type());
            case Node.State state -> builder.state(state.name(), state.type());
            case Node.Apply apply -> {
                List<Value> inputs = apply.inputs().stream()
                        .map(value -> new Value(copies.get(value.node()).node(), value.output()))
                        .toList();
                yield builder.apply(apply.name(), apply.op(), inputs).getFirst();
            }
        };
    }
}
