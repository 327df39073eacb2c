package hone.profiler.pass;

import hone.engine.graph.Cost;
import hone.engine.graph.Graph;
import hone.engine.graph.Node;
import hone.engine.graph.Op;
import hone.engine.run.KernelFit;
import hone.engine.run.Plan;
import hone.engine.run.PlannedOp;
import hone.engine.run.Sharing;
import hone.engine.tensor.Shape;
import hone.engine.tensor.TensorType;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * What is known of one op of a plan without running it; everything by formula.
 *
 * @param name node name
 * @param layer it belongs to
 * @param op kind of op
 * @param kernel that runs it, with its threads
 * @param shape of its main operands and its result: "64×784 · 128×784 → 64×128"
 * @param dtype of its weights, or of its input where it has none
 * @param flops per batch, dense
 * @param executedFlops per batch, of the arithmetic the kernel really does
 * @param bytes read and written per batch; a weight as its kernel packed it, where that is smaller; none
 *     where the plan leaves all where it lies
 * @param threads that share it
 * @param threadsAsked that might have shared it
 * @param sharing what became of the wish that threads share it
 * @param fit how the kernel answers to what was asked for
 * @param predictedNanos per batch, by the machine profile
 * @param reason why this kernel was picked
 */
public record OpFacts(
        String name,
        String layer,
        String op,
        String kernel,
        String shape,
        String dtype,
        long flops,
        long executedFlops,
        long bytes,
        int threads,
        int threadsAsked,
        Sharing sharing,
        KernelFit fit,
        double predictedNanos,
        String reason) {
    /** Facts of every step of a plan at its full batch, in the order they run. */
    public static List<OpFacts> of(Plan plan) {
        Map<String, Long> batch = plan.graph().sizes(plan.request().batch());
        List<OpFacts> facts = new ArrayList<>();
        for (PlannedOp<?> step : plan.steps()) {
            facts.add(of(plan, step, batch));
        }
        return facts;
    }

    private static <O extends Op> OpFacts of(Plan plan, PlannedOp<O> step, Map<String, Long> batch) {
        Graph graph = plan.graph();
        Node.Apply node = step.node();
        Cost cost = graph.cost(node, batch);
        List<TensorType> operands =
                graph.inputTypes(node).stream().filter(type -> type.rank() >= 2).toList();
        TensorType typical =
                operands.isEmpty() ? node.outputs().getFirst() : operands.get(Math.min(1, operands.size() - 1));
        Shape result = node.outputs().getFirst().resolve(batch);
        String from =
                operands.stream().map(type -> type.resolve(batch).toString()).collect(Collectors.joining(" · "));
        return new OpFacts(
                node.name(),
                node.layer(),
                node.op().kind(),
                step.kernelText(),
                from + " → " + result,
                typical.dtype().name(),
                cost.flops(),
                cost.flops() == 0 ? 0 : 2 * step.multiplyAdds(),
                plan.idle(step) ? 0 : Math.max(0, cost.bytes() - step.bytesSavedByPacking()),
                step.threads(),
                step.threadsAsked(),
                step.sharing(),
                step.fit(),
                step.predictedNanos(),
                step.reason());
    }
}
