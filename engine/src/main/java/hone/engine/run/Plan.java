package hone.engine.run;

import hone.engine.graph.Graph;
import hone.engine.graph.Node;
import hone.engine.graph.Value;
import hone.engine.tensor.Tensor;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * A graph bound to kernels, threads and buffers: immutable, and complete enough to say what it will cost before anything
 * is allocated.
 *
 * @param graph with every symbol's maximum set to what was asked for
 * @param request the preferences it was made from
 * @param steps the op nodes in the order they run
 * @param layout where every value lives
 * @param weights the model's tensors by name
 * @param costsId which machine profile was used
 */
public record Plan(
        Graph graph,
        PlanRequest request,
        List<PlannedOp<?>> steps,
        BufferLayout layout,
        Map<String, Tensor> weights,
        String costsId) {
    public Plan {
        steps = List.copyOf(steps);
        weights = Map.copyOf(weights);
    }

    /** Bytes of the weights this plan keeps: packed forms, and the model's tensors that are read in place. */
    public long weightBytes() {
        return packedBytes() + inPlaceBytes();
    }

    /** Bytes of the packed weights the plan makes for itself. */
    public long packedBytes() {
        return steps.stream().mapToLong(PlannedOp::packedBytes).sum();
    }

    public long scratchBytes() {
        return steps.stream().mapToLong(PlannedOp::scratchBytes).sum();
    }

    public long activationBytes() {
        return layout.bytes();
    }

    /** Bytes the plan needs beside the model's own tensors. */
    public long ownBytes() {
        return packedBytes() + scratchBytes() + activationBytes();
    }

    /** Weights, activations and scratch together. */
    public long peakBytes() {
        return weightBytes() + scratchBytes() + activationBytes();
    }

    /** What the peak would be if every activation had memory of its own. */
    public long peakBytesUnshared() {
        return weightBytes() + scratchBytes() + layout.unsharedBytes();
    }

    /** The predicted time of one run at the largest batch. */
    public double predictedNanos() {
        return steps.stream().mapToDouble(PlannedOp::predictedNanos).sum();
    }

    /** The most threads any step uses. */
    public int threads() {
        return steps.stream().mapToInt(PlannedOp::threads).max().orElse(1);
    }

    /** Which kernel runs each op, for notes: "fc1: simd; relu1: simd". */
    public String kernels() {
        return steps.stream()
                .map(step -> step.node().name() + ": " + step.kernelText())
                .collect(Collectors.joining("; "));
    }

    /**
     * Whether a step has nothing to do, as its output is its input, in the same memory. A graph output is not, since a
     * caller may give it memory of its own.
     */
    public boolean idle(PlannedOp<?> step) {
        return step.kernel().idleInPlace() && writesOver(step);
    }

    /** Bytes of a step's output that lie where its first input lay, at the largest batch: no memory beside that. */
    public long bytesWrittenOver(PlannedOp<?> step) {
        return writesOver(step) ? step.node().outputs().getFirst().maxBytes() : 0;
    }

    private boolean writesOver(PlannedOp<?> step) {
        Value output = new Value(graph.nodes().indexOf(step.node()), 0);
        return !graph.outputs().containsValue(output)
                && layout.sameMemory(step.node().inputs().getFirst(), output);
    }

    private long inPlaceBytes() {
        Set<String> counted = new HashSet<>();
        long bytes = 0;
        for (PlannedOp<?> step : steps) {
            bytes += inPlaceBytes(step, counted);
        }
        return bytes;
    }

    private <O extends hone.engine.graph.Op> long inPlaceBytes(PlannedOp<O> step, Set<String> counted) {
        long bytes = 0;
        for (int i = 0; i < step.node().inputs().size(); i++) {
            Node node = graph.node(step.node().inputs().get(i));
            if (node instanceof Node.Weight weight
                    && !step.kernel().packs(step.op(), step.site(), i)
                    && counted.add(weight.name())) {
                bytes += weight.type().maxBytes();
            }
        }
        return bytes;
    }
}
