package hone.app.cli;

import hone.app.model.OpenedModel;
import hone.engine.InvalidInput;
import hone.engine.graph.Graph;
import hone.engine.graph.GraphBuilder;
import hone.engine.graph.Value;
import hone.engine.model.Architecture;
import hone.engine.model.Mlp;
import hone.engine.model.Model;
import hone.engine.model.Task;
import hone.engine.train.gradient.Gradients;
import java.util.List;
import java.util.function.UnaryOperator;

/** A model of the library or from a file as what training starts from. */
final class FineTuning {
    private static final String CLASSES = "logits";

    private FineTuning() {}

    /**
     * The model over rows of samples, its answers called as training calls them.
     *
     * @throws InvalidInput if it continues texts, or has ops without a gradient, all of which are named
     */
    static OpenedModel of(OpenedModel opened) {
        OpenedModel rows = opened.overRows();
        Architecture architecture = rows.architecture();
        if (architecture.task() == Task.LANGUAGE) {
            throw new InvalidInput(
                    "training starts from the weights of a file only for classes and measures",
                    opened.name(),
                    "it continues texts",
                    "--resume goes on with a language model that was broken off");
        }
        Model model = rows.model();
        List<String> obstacles = Gradients.obstacles(model.graph());
        if (!obstacles.isEmpty()) {
            throw new InvalidInput("this model cannot be trained", opened.name(), String.join("; ", obstacles));
        }
        String wanted = architecture.task() == Task.REGRESSION ? Mlp.PREDICTION : CLASSES;
        if (architecture.output().equals(wanted)) {
            return rows;
        }
        Graph renamed = renamed(model.graph(), architecture.output(), wanted);
        Model called = new Model(model.id(), renamed, model.weights());
        return new OpenedModel(
                opened.name(),
                Architecture.of(renamed, architecture.id()),
                rows.artefact().withModel(called));
    }

    private static Graph renamed(Graph graph, String output, String wanted) {
        GraphBuilder builder = new GraphBuilder();
        List<Value> values = builder.append(graph, UnaryOperator.identity());
        Value value = graph.output(output);
        return builder.output(wanted, new Value(values.get(value.node()).node(), value.output()))
                .build();
    }
}
