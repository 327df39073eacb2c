package hone.profiler.flame;

import hone.profiler.flight.FlightEvent;
import hone.profiler.flight.FlightFile;
import hone.profiler.recording.CandidateRecording;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.openjdk.jmc.common.IMCMethod;
import org.openjdk.jmc.common.item.IItemCollection;
import org.openjdk.jmc.flightrecorder.stacktrace.FrameSeparator;
import org.openjdk.jmc.flightrecorder.stacktrace.FrameSeparator.FrameCategorization;
import org.openjdk.jmc.flightrecorder.stacktrace.tree.Node;
import org.openjdk.jmc.flightrecorder.stacktrace.tree.StacktraceTreeModel;

/**
 * Where the samples of a recording fell.
 *
 * @param root of all threads
 * @param sampler the event that the samples are: by processor time, or by wall time
 */
public record FlameTree(FlameNode root, String sampler) {
    /**
     * A way down the tree.
     *
     * @param frames outermost first
     * @param samples in its last frame itself
     */
    public record HotPath(List<String> frames, long samples) {}

    /** By processor time where the recording has such samples, or else by wall time. */
    public static FlameTree of(FlightFile file) {
        IItemCollection byCpuTime = file.of(CandidateRecording.CPU_TIME_SAMPLE);
        String sampler =
                byCpuTime.hasItems() ? CandidateRecording.CPU_TIME_SAMPLE : CandidateRecording.EXECUTION_SAMPLE;
        StacktraceTreeModel model =
                new StacktraceTreeModel(file.of(sampler), new FrameSeparator(FrameCategorization.METHOD, false), false);
        List<FlameNode> threads =
                model.getRoot().getChildren().stream().map(FlameTree::node).toList();
        return new FlameTree(new FlameNode(FlameNode.ROOT, 0, threads), sampler);
    }

    private static FlameNode node(Node node) {
        IMCMethod method = node.getFrame().getMethod();
        return new FlameNode(
                method == null ? "unknown" : FlightEvent.method(method),
                Math.round(node.getWeight()),
                node.getChildren().stream().map(FlameTree::node).toList());
    }

    public long samples() {
        return root.total();
    }

    /** The paths whose last frame has most samples itself. */
    public List<HotPath> hottest(int count) {
        List<HotPath> paths = new ArrayList<>();
        collect(root, List.of(), paths);
        paths.sort((a, b) -> Long.compare(b.samples(), a.samples()));
        return List.copyOf(paths.subList(0, Math.min(count, paths.size())));
    }

    private static void collect(FlameNode node, List<String> above, List<HotPath> paths) {
        for (FlameNode child : node.children()) {
            List<String> frames = new ArrayList<>(above);
            frames.add(child.name());
            if (child.self() > 0) {
                paths.add(new HotPath(List.copyOf(frames), child.self()));
            }
            collect(child, frames, paths);
        }
    }

    /** Samples by method, wherever it was called from; the hottest are not sorted. */
    public Map<String, Long> selfByMethod() {
        Map<String, Long> self = new HashMap<>();
        collect(root, List.of()).forEach(path -> self.merge(path.frames().getLast(), path.samples(), Long::sum));
        return self;
    }

    private static List<HotPath> collect(FlameNode node, List<String> above) {
        List<HotPath> paths = new ArrayList<>();
        collect(node, above, paths);
        return paths;
    }
}
