package hone.engine.rewrite;

import hone.engine.graph.Graph;
import hone.engine.graph.LayerGlob;
import hone.engine.graph.Node;
import hone.engine.graph.Value;
import hone.engine.op.activation.Activation;
import hone.engine.op.conv.Conv2d;
import hone.engine.op.conv.ConvPool2d;
import hone.engine.op.conv.Extent;
import hone.engine.op.conv.MaxPool2d;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Puts a maximum pooling into the convolution before it, where nothing else uses the convolution's own result: then the
 * largest of each window is found while the window is in the first cache, and three of four results never reach memory.
 * Where one such layer follows another, the images between them get their channels last, which both prefer. The fused
 * layer keeps the convolution's place and name. To be called after {@link ActivationFusion}.
 */
public final class PoolFusion {
    private final Map<Integer, ConvPool2d> fused = new HashMap<>();
    private final Set<Integer> absorbed = new HashSet<>();

    private PoolFusion(Graph graph, LayerGlob layers) {
        Uses uses = Uses.of(graph);
        Map<Integer, Integer> producers = new HashMap<>();
        for (int i = 0; i < graph.nodes().size(); i++) {
            if (graph.nodes().get(i) instanceof Node.Apply pool && pool.op() instanceof MaxPool2d windows) {
                Value result = pool.inputs().getFirst();
                if (graph.node(result) instanceof Node.Apply layer
                        && layer.op() instanceof Conv2d conv
                        && layers.matches(layer.layer())
                        && uses.byOneOp(result)
                        && fits(conv, windows)) {
                    fused.put(result.node(), new ConvPool2d(conv, windows));
                    absorbed.add(i);
                    producers.put(i, result.node());
                }
            }
        }
        fused.keySet().forEach(index -> channelsLast(graph, uses, index, producers));
    }

    /** Overlapping windows would have the convolution's rows computed twice; the rest is what the kernel can do. */
    private static boolean fits(Conv2d conv, MaxPool2d pool) {
        return conv.groups() == 1
                && (conv.activation() == Activation.NONE || conv.activation() == Activation.RELU)
                && pool.padding().equals(Extent.square(0))
                && pool.stride().height() >= pool.kernel().height()
                && pool.stride().width() >= pool.kernel().width();
    }

    /** Lets a layer and the one before it agree on channels last, where both are fused and no one else looks on. */
    private void channelsLast(Graph graph, Uses uses, int index, Map<Integer, Integer> producers) {
        Value input = ((Node.Apply) graph.nodes().get(index)).inputs().getFirst();
        Integer before = producers.get(input.node());
        if (before != null && uses.byOneOp(input)) {
            fused.computeIfPresent(index, (_, op) -> op.channelsLast(true, op.channelsLastOutput()));
            fused.computeIfPresent(before, (_, op) -> op.channelsLast(op.channelsLastInput(), true));
        }
    }

    /** The graph with its poolings fused, of the layers that the pattern matches; the same graph where there are none. */
    public static Graph of(Graph graph, LayerGlob layers) {
        PoolFusion fusion = new PoolFusion(graph, layers);
        return fusion.fused.isEmpty() ? graph : GraphCopy.of(graph, fusion::change);
    }

    private Optional<List<Value>> change(Node node, int index, GraphCopy copy) {
        if (!(node instanceof Node.Apply apply)) {
            return Optional.empty();
        }
        if (absorbed.contains(index)) {
            return Optional.of(copy.map(apply.inputs()));
        }
        return Optional.ofNullable(fused.get(index))
                .map(op -> copy.builder().apply(apply.name(), op, copy.map(apply.inputs())));
    }
}
