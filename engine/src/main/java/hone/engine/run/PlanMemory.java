package hone.engine.run;

import hone.engine.graph.Graph;
import hone.engine.graph.Node;
import hone.engine.graph.Value;
import hone.engine.memory.MemoryRegion;
import hone.engine.tensor.TensorType;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Which values of a plan are alive at which of its steps, by the plan itself: exact, and the same in every run. Weights,
 * scratch, states and what the caller brings memory for are there from the first step to the last and do not appear.
 *
 * @param tensors in the order they are made
 * @param steps one for each op that runs
 * @param plannedBytes of the block they all lie in
 */
public record PlanMemory(List<LiveTensor> tensors, List<Step> steps, long plannedBytes) {
    /**
     * The memory of activations while one op runs.
     *
     * @param index from 0
     * @param op name of the node
     * @param liveBytes that are needed, memory which two values share counted once
     * @param extentBytes up to the end of the last live value in the block: what is needed and the gaps between
     */
    public record Step(int index, String op, long liveBytes, long extentBytes) {}

    public PlanMemory {
        tensors = List.copyOf(tensors);
        steps = List.copyOf(steps);
    }

    /** The timeline of a plan, at its largest batch. */
    public static PlanMemory of(Plan plan) {
        List<LiveTensor> tensors = placed(plan);
        List<Step> steps = new ArrayList<>();
        for (int i = 0; i < plan.steps().size(); i++) {
            steps.add(step(i, plan.steps().get(i).node().name(), tensors));
        }
        return new PlanMemory(tensors, steps, plan.activationBytes());
    }

    /** The step at which most is needed; the first of several. Empty where no op runs. */
    public Optional<Step> peak() {
        return steps.stream().max(Comparator.comparingLong(Step::liveBytes).thenComparingInt(step -> -step.index()));
    }

    /** The values whose memory is needed while a step runs, the largest first. */
    public List<LiveTensor> liveAt(int step) {
        return tensors.stream()
                .filter(tensor -> tensor.aliveAt(step))
                .sorted(Comparator.comparingLong(LiveTensor::bytes).reversed().thenComparingInt(LiveTensor::from))
                .toList();
    }

    private static Step step(int index, String op, List<LiveTensor> tensors) {
        long live = 0;
        long extent = 0;
        long counted = 0;
        List<LiveTensor> alive = tensors.stream()
                .filter(tensor -> tensor.aliveAt(index))
                .sorted(Comparator.comparingLong(LiveTensor::offset))
                .toList();
        for (LiveTensor tensor : alive) {
            // What is written over in this very step lies in the same place, and counts once
            live += Math.max(0, tensor.end() - Math.max(tensor.offset(), counted));
            counted = Math.max(counted, tensor.end());
            extent = Math.max(extent, tensor.end());
        }
        return new Step(index, op, live, extent);
    }

    private static List<LiveTensor> placed(Plan plan) {
        Graph graph = plan.graph();
        Lifetimes lifetimes = Lifetimes.of(graph, plan.request().taps());
        int[] steps = stepsOfNodes(graph);
        List<LiveTensor> placed = new ArrayList<>();
        for (int node = 0; node < graph.nodes().size(); node++) {
            if (!(graph.nodes().get(node) instanceof Node.Apply apply)) {
                continue;
            }
            for (int output = 0; output < apply.outputs().size(); output++) {
                Value value = new Value(node, output);
                OptionalLong offset = plan.layout().offset(value);
                if (offset.isPresent()) {
                    int last = lifetimes.last(value);
                    int to = last < steps.length ? steps[last] : plan.steps().size() - 1;
                    boolean kept = lifetimes.kept().contains(value);
                    placed.add(linked(bare(apply, output, steps[node], to, offset.getAsLong(), kept), placed));
                }
            }
        }
        return placed;
    }

    private static LiveTensor bare(Node.Apply apply, int output, int from, int to, long offset, boolean kept) {
        TensorType type = apply.outputs().get(output);
        long unit = MemoryRegion.ALIGNMENT;
        return new LiveTensor(
                output == 0 ? apply.name() : apply.name() + "#" + output,
                type.dtype(),
                type.maxShape(),
                (type.maxBytes() + unit - 1) / unit * unit,
                from,
                to,
                offset,
                kept,
                Optional.empty(),
                Optional.empty());
    }

    private static LiveTensor linked(LiveTensor tensor, List<LiveTensor> earlier) {
        Optional<LiveTensor> over = earlier.stream()
                .filter(other -> other.to() == tensor.from()
                        && other.offset() == tensor.offset()
                        && other.bytes() == tensor.bytes())
                .findFirst();
        Optional<LiveTensor> before = earlier.stream()
                .filter(other -> other.to() < tensor.from() && other.overlaps(tensor))
                .max(Comparator.comparingInt(LiveTensor::to));
        return tensor.behind(over, over.isPresent() ? Optional.empty() : before);
    }

    /** The step of each node; -1 for those that no op is. */
    private static int[] stepsOfNodes(Graph graph) {
        int[] steps = new int[graph.nodes().size()];
        int next = 0;
        for (int node = 0; node < steps.length; node++) {
            steps[node] = graph.nodes().get(node) instanceof Node.Apply ? next++ : -1;
        }
        return steps;
    }
}
