package hone.engine.run;

import hone.engine.InvalidInput;
import hone.engine.graph.Graph;
import hone.engine.graph.GraphBuilder;
import hone.engine.graph.Node;
import hone.engine.graph.Op;
import hone.engine.graph.Value;
import hone.engine.kernel.Kernel;
import hone.engine.kernel.Site;
import hone.engine.tensor.Tensor;
import hone.engine.tensor.TensorType;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Binds a graph and preferences to kernels, threads and buffers: once, after every technique has had its say. It times
 * nothing; what kernels cost it is told, so the same request on the same costs gives the same plan.
 */
public final class Planner {
    private final KernelCosts costs;

    public Planner(KernelCosts costs) {
        this.costs = costs;
    }

    /**
     * @param graph with symbolic dimensions
     * @param weights the model's tensors; every weight of the graph must be there with its type
     * @throws InvalidInput if a weight is missing or has another type, or no kernel can run an op
     */
    public Plan plan(Graph graph, Map<String, Tensor> weights, PlanRequest request) {
        Graph sized = sized(graph, request);
        checkWeights(sized, weights);
        List<PlannedOp<?>> steps = new ArrayList<>();
        for (Node.Apply node : sized.applications()) {
            steps.add(bind(sized, node, node.op(), weights, request));
        }
        return new Plan(
                sized, request, steps, BufferLayout.of(sized, request.taps(), request.bound()), weights, costs.id());
    }

    private static Graph sized(Graph graph, PlanRequest request) {
        GraphBuilder builder = new GraphBuilder();
        UnaryOperator<TensorType> size = type -> type.withMaximum("batch", request.batch());
        List<Value> values = builder.append(graph, node -> switch (node) {
            case Node.Input input -> new Node.Input(input.name(), size.apply(input.type()));
            case Node.State state -> new Node.State(state.name(), size.apply(state.type()));
            case Node.Weight weight -> weight;
            case Node.Apply apply -> apply;
        });
        graph.outputs()
                .forEach((name, value) ->
                        builder.output(name, new Value(values.get(value.node()).node(), value.output())));
        return builder.build();
    }

    private static void checkWeights(Graph graph, Map<String, Tensor> weights) {
        for (Node.Weight weight : graph.weights()) {
            Tensor tensor = weights.get(weight.name());
            if (tensor == null) {
                throw new InvalidInput("the model lacks a weight", weight.name(), "its graph names it");
            }
            if (!tensor.type().equals(weight.type())) {
                throw new InvalidInput(
                        "a weight has the wrong type", weight.name(), tensor.type() + " instead of " + weight.type());
            }
        }
    }

    private <O extends Op> PlannedOp<O> bind(
            Graph graph, Node.Apply node, O op, Map<String, Tensor> weights, PlanRequest request) {
        List<@Nullable Tensor> constants = new ArrayList<>();
        for (Value input : node.inputs()) {
            constants.add(graph.node(input) instanceof Node.Weight weight ? weights.get(weight.name()) : null);
        }
        int threads = request.threadsFor(node.layer());
        Site site = new Site(node.name(), graph.inputTypes(node), node.outputs(), constants, threads);
        KernelChoice<O> choice = new KernelChoice<>(costs, op, site, request, node.layer());
        Kernel<O> kernel = choice.kernel();
        double alone = costs.nanos(kernel, kernel.work(op, site), choice.rows());
        if (threads == 1) {
            return new PlannedOp<>(
                    node, op, kernel, site, 1, 1, Sharing.NOT_ASKED, choice.fit(), choice.reason(), alone);
        }
        double shared = costs.threadedNanos(alone, threads);
        if (!costs.worthSharing(alone, threads)) {
            Site single = new Site(node.name(), site.inputs(), site.outputs(), constants, 1);
            String reason = choice.reason() + "; one thread, as " + costs.whyAlone(alone, threads);
            return new PlannedOp<>(node, op, kernel, single, 1, threads, costs.whyNot(), choice.fit(), reason, alone);
        }
        return new PlannedOp<>(
                node, op, kernel, site, threads, threads, Sharing.SHARED, choice.fit(), choice.reason(), shared);
    }
}
