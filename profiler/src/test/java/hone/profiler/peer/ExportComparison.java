package hone.profiler.peer;

import hone.engine.Cancellation;
import hone.engine.Progress;
import hone.engine.data.Samples;
import hone.engine.format.onnx.OnnxExport;
import hone.engine.graph.Graph;
import hone.engine.graph.LayerGlob;
import hone.engine.graph.Node;
import hone.engine.kernel.Rung;
import hone.engine.memory.Category;
import hone.engine.memory.MemoryBudget;
import hone.engine.memory.MemoryRegion;
import hone.engine.model.Architecture;
import hone.engine.model.Model;
import hone.engine.run.Executor;
import hone.engine.run.KernelCosts;
import hone.engine.run.KernelPool;
import hone.engine.run.ModelInput;
import hone.engine.run.PlanRequest;
import hone.engine.run.Planner;
import hone.engine.technique.Fold;
import hone.engine.technique.Recipe;
import hone.engine.technique.Setup;
import hone.engine.technique.SetupCache;
import hone.engine.technique.Workbench;
import hone.engine.tensor.DType;
import hone.engine.tensor.Tensor;
import hone.engine.tensor.TensorType;
import java.util.Locale;
import java.util.Map;

/** Runs a model here and what is exported of it in ONNX Runtime, and compares their outputs. */
final class ExportComparison implements AutoCloseable {
    private static final int BATCH = 100;
    private static final int WINDOWS = 4;

    private final MemoryBudget budget = new MemoryBudget(1L << 30);
    private final MemoryRegion quantized = budget.open(Category.WEIGHTS, "quantized weights");
    private final KernelPool pool = new KernelPool(2);
    private final Planner planner = new Planner(KernelCosts.typical());

    MemoryBudget budget() {
        return budget;
    }

    /** Where weights that a test makes of others may go. */
    MemoryRegion region() {
        return quantized;
    }

    KernelPool pool() {
        return pool;
    }

    @Override
    public void close() {
        pool.close();
        quantized.close();
    }

    /**
     * How outputs compare.
     *
     * @param rows of scores
     * @param agreeing rows with the same largest score
     * @param difference the largest, of all numbers
     */
    record Outcome(int rows, int agreeing, double difference) {
        /** With more scores, of so many classes a row. */
        Outcome with(float[] ours, float[] theirs, int classes) {
            int same = 0;
            for (int at = 0; at < ours.length; at += classes) {
                same += largest(ours, at, classes) == largest(theirs, at, classes) ? 1 : 0;
            }
            double most = difference;
            for (int i = 0; i < ours.length; i++) {
                most = Math.max(most, Math.abs(ours[i] - (double) theirs[i]));
            }
            return new Outcome(rows + ours.length / classes, agreeing + same, most);
        }

        /** The share of rows with the same largest score. */
        double same() {
            return (double) agreeing / rows;
        }

        /** "1,000 answers, largest difference 3.1e-06, same top-1 100.00 %". */
        String text() {
            return String.format(
                    Locale.ROOT,
                    "%,d answers, largest difference %.2g, same top-1 %.2f %%",
                    rows,
                    difference,
                    100 * same());
        }
    }

    /** The model after a recipe. */
    Model folded(ExportedModel exported, String recipe) {
        Workbench workbench = new Workbench(
                exported::calibration,
                exported.calibration().id(),
                1,
                planner,
                pool,
                budget,
                Progress.NONE,
                new Cancellation());
        Setup plain = new Setup(exported.model(), PlanRequest.baseline(1));
        return new Fold(new SetupCache())
                .fold(plain, Recipe.parse(recipe), workbench)
                .setup()
                .model();
    }

    /** The same samples here and there. */
    Outcome run(ExportedModel exported, Model model, OnnxSettings settings) {
        Architecture architecture = Architecture.of(model);
        Graph graph = model.graph();
        Samples samples = exported.samples();
        Node.Input input = ModelInput.of(graph);
        int batch = input.type().dtype() == DType.I32 ? WINDOWS : Math.min(BATCH, samples.count());
        var plan =
                planner.plan(graph, model.weights(), PlanRequest.baseline(batch).withRung(LayerGlob.ALL, Rung.SIMD));
        byte[] onnx = OnnxExport.bytes(model);
        Map<String, Long> sizes = graph.sizes(batch);
        Outcome outcome = new Outcome(0, 0, 0);
        try (MemoryRegion region = budget.open(Category.DATA, "test data");
                Executor executor = Executor.open(plan, pool, budget);
                PeerSession session = OnnxPeer.RUNTIME.openJava(onnx, settings)) {
            Tensor given = region.tensor(input.type().dtype(), input.type().resolve(sizes));
            for (Node.Input other : graph.inputs()) {
                Tensor tensor = other.equals(input)
                        ? given
                        : region.tensor(other.type().dtype(), other.type().maxShape());
                executor.bindings().input(other.name(), tensor);
                session.input(other.name(), tensor);
            }
            TensorType answers = graph.type(graph.output(architecture.output()));
            Tensor theirs = region.tensor(DType.F32, answers.resolve(sizes));
            session.output(architecture.output(), theirs);
            int classes = (int) answers.dims().getLast().max();
            for (int from = 0; from + batch <= samples.count(); from += batch) {
                samples.copyInto(from, batch, given.segment());
                executor.run();
                session.run();
                outcome = outcome.with(executor.output(architecture.output()).toFloats(), theirs.toFloats(), classes);
            }
        }
        return outcome;
    }

    private static int largest(float[] scores, int from, int count) {
        int best = from;
        for (int i = from + 1; i < from + count; i++) {
            best = scores[i] > scores[best] ? i : best;
        }
        return best - from;
    }
}
