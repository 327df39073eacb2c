package hone.engine.technique;

import hone.engine.data.Samples;
import hone.engine.graph.LayerGlob;
import hone.engine.graph.Node;
import hone.engine.kernel.Rung;
import hone.engine.memory.Category;
import hone.engine.memory.MemoryRegion;
import hone.engine.model.Model;
import hone.engine.run.Executor;
import hone.engine.run.ModelInput;
import hone.engine.run.PlanRequest;
import hone.engine.run.Probe;
import hone.engine.tensor.DType;
import hone.engine.tensor.Dim;
import hone.engine.tensor.Shape;
import hone.engine.tensor.Tensor;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.stream.Collectors;

/** Shows what enters some layers of a model when calibration samples pass through it. */
public final class LayerInputs {
    private static final int SAMPLES = 512;
    private static final int BATCH = 64;

    private final Model model;
    private final Workbench workbench;

    public LayerInputs(Model model, Workbench workbench) {
        this.model = model;
        this.workbench = workbench;
    }

    /**
     * Runs the samples, batch by batch.
     *
     * @param look gets each layer and the tensor that enters it, once for each batch; the tensor is reused afterwards
     * @throws hone.engine.Cancelled if the work was stopped
     */
    public void forEach(List<Node.Apply> layers, BiConsumer<Node.Apply, Tensor> look) {
        Samples samples = workbench.calibration().get();
        Node.Input input = ModelInput.of(model.graph());
        long[] sizes = input.type().maxShape().sizes();
        boolean open = input.type().dim(0) instanceof Dim.Symbol;
        int most = open ? BATCH : Math.toIntExact(sizes[0]);
        sizes[0] = most;
        int wanted = Math.min(rows(samples), samples.count());
        int count = open ? wanted : wanted - wanted % most; // a fixed batch is run whole or not at all
        PlanRequest request = PlanRequest.baseline(most)
                .withRung(LayerGlob.ALL, Rung.SIMD)
                .withTaps(layers.stream().map(layer -> source(layer).name()).collect(Collectors.toSet()));
        var plan = workbench.planner().plan(model.graph(), model.weights(), request);
        try (Executor executor = Executor.open(plan, workbench.pool(), workbench.budget());
                MemoryRegion region = workbench.budget().open(Category.DATA, "calibration samples")) {
            Tensor batch = region.tensor(input.type().dtype(), Shape.of(sizes));
            ModelInput.bindOthers(executor, region);
            for (int from = 0; from < count; from += most) {
                workbench.stop().check("calibration");
                workbench.progress().report((double) from / count, "looking at what enters the layers");
                int size = Math.min(most, count - from);
                Tensor rows = batch.firstRows(size);
                samples.copyInto(from, size, rows.segment());
                executor.bindings().input(input.name(), rows);
                executor.run(Probe.NONE, workbench.stop());
                for (Node.Apply layer : layers) {
                    Node source = source(layer);
                    look.accept(layer, source instanceof Node.Input ? rows : executor.value(source.name()));
                }
            }
        }
    }

    /** A window of tokens is as many rows to a layer as it has tokens, so fewer of them say as much. */
    private int rows(Samples samples) {
        boolean tokens = ModelInput.of(model.graph()).type().dtype() == DType.I32;
        return tokens ? Math.max(BATCH, SAMPLES / samples.sampleSize()) : SAMPLES;
    }

    private Node source(Node.Apply layer) {
        return model.graph().node(layer.inputs().getFirst());
    }
}
