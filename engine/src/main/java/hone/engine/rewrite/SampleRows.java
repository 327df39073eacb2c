package hone.engine.rewrite;

import hone.engine.graph.Graph;
import hone.engine.graph.GraphBuilder;
import hone.engine.graph.Node;
import hone.engine.graph.Value;
import hone.engine.model.Architecture;
import hone.engine.model.Gpt;
import hone.engine.model.Model;
import hone.engine.model.Task;
import hone.engine.op.shape.Flatten;
import hone.engine.op.shape.Unflatten;
import hone.engine.tensor.DType;
import hone.engine.tensor.Dim;
import hone.engine.tensor.TensorType;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;

/**
 * A model of any origin made to take and give what samples are here: rows of numbers, (batch, n), where it takes images or
 * other blocks of as many, and rows of answers. One that continues a text gets the names that such models have here. What
 * has that form already stays as it is.
 */
public final class SampleRows {
    private final Graph graph;
    private final Architecture architecture;

    private SampleRows(Graph graph) {
        this.graph = graph;
        this.architecture = Architecture.of(graph, "");
    }

    /** The same model over rows; the model itself where it is that. */
    public static Model of(Model model) {
        Graph rows = of(model.graph());
        return rows == model.graph() ? model : new Model(model.id(), rows, model.weights());
    }

    /** The same graph over rows; the graph itself where it is that. */
    public static Graph of(Graph graph) {
        return new SampleRows(graph).changed();
    }

    private Graph changed() {
        boolean text = architecture.task() == Task.LANGUAGE;
        String input = text ? Gpt.IDS : architecture.input();
        String output = text ? Gpt.LOGITS : architecture.output();
        boolean rows = text || isRow(graph.type(graph.find(architecture.input()).orElseThrow()));
        boolean answers = text || isRow(graph.type(graph.output(architecture.output())));
        boolean named = input.equals(architecture.input()) && output.equals(architecture.output());
        if ((rows && answers && named) || !canChange(text, input, output)) {
            return graph;
        }
        return rewritten(input, output, rows, answers);
    }

    /** Only float32 blocks of which nothing but the batch is open can be laid out in a row, and a name must be free. */
    private boolean canChange(boolean text, String input, String output) {
        if (text) {
            boolean inputFree =
                    input.equals(architecture.input()) || graph.find(input).isEmpty();
            return inputFree
                    && (output.equals(architecture.output()) || !graph.outputs().containsKey(output));
        }
        return isBlock(graph.type(graph.find(architecture.input()).orElseThrow()))
                && isBlock(graph.type(graph.output(architecture.output())));
    }

    private static boolean isRow(TensorType type) {
        return type.rank() == 2;
    }

    private static boolean isBlock(TensorType type) {
        return type.dtype() == DType.F32
                && type.rank() >= 2
                && type.dims().stream().skip(1).allMatch(Dim.Fixed.class::isInstance);
    }

    private Graph rewritten(String input, String output, boolean rows, boolean answers) {
        GraphBuilder builder = new GraphBuilder();
        Map<Integer, Value> mapped = new HashMap<>();
        for (int i = 0; i < graph.nodes().size(); i++) {
            Node node = graph.nodes().get(i);
            mapped.put(
                    i,
                    switch (node) {
                        case Node.Input given
                        when given.name().equals(architecture.input()) ->
                            rows ? builder.input(input, given.type()) : block(builder, given);
                        case Node.Input given -> builder.input(given.name(), given.type());
                        case Node.State state -> builder.state(state.name(), state.type());
                        case Node.Weight weight -> builder.weight(weight.name(), weight.type());
                        case Node.Apply apply ->
                            builder.apply(apply.name(), apply.op(), mapped(apply.inputs(), mapped))
                                    .getFirst();
                    });
        }
        SequencedMap<String, Value> outputs = graph.outputs();
        outputs.forEach((name, value) -> {
            Value now = mapped(List.of(value), mapped).getFirst();
            if (!name.equals(architecture.output())) {
                builder.output(name, now);
            } else {
                builder.output(output, answers ? now : builder.apply(free(name + ".row"), new Flatten(), now));
            }
        });
        return builder.build();
    }

    /** The new input is a row, and what used the old one gets its block. */
    private Value block(GraphBuilder builder, Node.Input given) {
        List<Long> sizes = new ArrayList<>();
        long numbers = 1;
        for (Dim dim : given.type().dims().subList(1, given.type().rank())) {
            sizes.add(dim.max());
            numbers *= dim.max();
        }
        Value row = builder.input(given.name(), TensorType.f32(given.type().dim(0), Dim.of(numbers)));
        return builder.apply(free(given.name() + ".block"), Unflatten.behindBatch(sizes), row);
    }

    private String free(String wanted) {
        String name = wanted;
        while (graph.find(name).isPresent()) {
            name = name + "~";
        }
        return name;
    }

    private static List<Value> mapped(List<Value> values, Map<Integer, Value> mapped) {
        return values.stream()
                .map(value -> new Value(
                        java.util.Objects.requireNonNull(mapped.get(value.node()))
                                .node(),
                        value.output()))
                .toList();
    }
}
