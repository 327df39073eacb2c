package hone.profiler.advice;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import hone.engine.graph.Graph;
import hone.engine.graph.GraphBuilder;
import hone.engine.graph.Value;
import hone.engine.kernel.VectorUnit;
import hone.engine.model.Mlp;
import hone.engine.op.elementwise.Binary;
import hone.engine.op.elementwise.BinaryFunction;
import hone.engine.op.matmul.Linear;
import hone.engine.run.KernelCosts;
import hone.engine.run.PlanRequest;
import hone.engine.tensor.Dim;
import hone.engine.tensor.TensorType;
import hone.profiler.Disturbance;
import hone.profiler.report.Finding;
import hone.profiler.report.OpRow;
import hone.profiler.report.Ratio;
import hone.profiler.report.RunReport;
import hone.profiler.trial.TrialBudget;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Each rule in a real trial in which its cause is really at work. A machine whose figures swing may hide a cause once, so a
 * trial is run again before a rule counts as silent.
 */
@Tag("slow")
class LiveAdviceTest {
    private static final int SIDE = 28;
    private static final int CLASSES = 10;
    private static final int ATTEMPTS = 3;

    /**
     * A trial in which a rule has to fire.
     *
     * @param graph of the model
     * @param twist what else is set up for it
     * @param during what disturbs it
     */
    private record Scene(
            Supplier<Graph> graph,
            String baseline,
            String recipe,
            int batch,
            Consumer<AdviceWorld> twist,
            Supplier<Disturbance> during) {
        Scene(Supplier<Graph> graph, String baseline, String recipe, int batch) {
            this(graph, baseline, recipe, batch, _ -> {}, Disturbance::none);
        }

        Scene with(Consumer<AdviceWorld> other) {
            return new Scene(graph, baseline, recipe, batch, other, during);
        }

        Scene during(Supplier<Disturbance> other) {
            return new Scene(graph, baseline, recipe, batch, twist, other);
        }
    }

    private static final Map<String, Scene> SCENES = new LinkedHashMap<>();

    static {
        SCENES.put("noisy-machine", new Scene(mlp(128, 64), "", "simd", 64).during(Disturbance::load));
        SCENES.put(
                "not-steady",
                new Scene(mlp(2048, 2048), "", "simd", 256)
                        .with(world -> world.trialBudget = new TrialBudget(1, 50_000_000, 100_000_000)));
        SCENES.put("untouched-time", new Scene(mlp(512, 512), "simd", "simd,threads@fc3", 16));
        SCENES.put("no-kernel", new Scene(LiveAdviceTest::powers, "", "simd", 64));
        SCENES.put(
                "slower-than-its-rung",
                new Scene(mlp(512, 512), "", "simd", 64).with(world -> world.costs = slowVectors()));
        SCENES.put("dequantize-share", new Scene(mlp(512, 512), "simd", "simd,int8", 256));
        SCENES.put("below-crossover", new Scene(mlp(512, 512), "", "simd,prune=0.1", 64));
        SCENES.put("pruned-but-dense", new Scene(mlp(512, 512), "", "simd,int8:activations=int8,prune=0.8", 64));
        SCENES.put("threads-below-payoff", new Scene(mlp(128, 64), "", "simd,threads", 1));
        SCENES.put(
                "threads-gain-little",
                new Scene(mlp(24, 24, 24, 24), "simd", "simd,threads", 1).with(world -> world.costs = freeSharing()));
        SCENES.put("amdahl-share", new Scene(mlp(256, 24, 24, 24, 24, 24, 24, 24, 24), "", "simd,threads", 64));
        SCENES.put("dispatch-bound", new Scene(mlp(24, 24, 24, 24, 24, 24, 24, 24), "", "simd", 1));
        SCENES.put("memory-bound", new Scene(mlp(128, 64), "", "simd", 1));
        SCENES.put("compute-bound", new Scene(mlp(1024, 1024), "", "simd", 256));
        // More than the largest set that roofs are measured for, against some 16 MB, which a last level holds
        SCENES.put("cache-size", new Scene(mlp(5200, 5200), "simd", "simd,prune=0.97", 1));
        SCENES.put(
                "collections-in-the-loop", new Scene(mlp(512, 512), "", "simd", 64).during(Disturbance::collections));
        SCENES.put("long-tail", new Scene(mlp(128, 64), "", "simd", 16).during(Disturbance::bursts));
        SCENES.put("quality-lost", new Scene(mlp(128, 64), "", "simd,prune=0.95", 64));
    }

    private static Supplier<Graph> mlp(int... hidden) {
        int[] widths = new int[hidden.length + 2];
        widths[0] = SIDE * SIDE;
        System.arraycopy(hidden, 0, widths, 1, hidden.length);
        widths[widths.length - 1] = CLASSES;
        return () -> Mlp.graph(widths);
    }

    /** A layer, each of its outputs to a power: there is a vector kernel of such ops, and it has no loop for powers. */
    private static Graph powers() {
        GraphBuilder builder = new GraphBuilder();
        Value x = builder.input("x", TensorType.f32(Dim.symbol("batch", PlanRequest.MAX_BATCH), Dim.of(SIDE * SIDE)));
        Value weight = builder.weight("fc1.weight", TensorType.f32(256, SIDE * SIDE));
        Value bias = builder.weight("fc1.bias", TensorType.f32(256));
        Value hidden = builder.apply("fc1", new Linear(true), x, weight, bias);
        Value power = builder.apply("power", new Binary(BinaryFunction.POW), hidden, hidden);
        Value last = builder.weight("fc2.weight", TensorType.f32(CLASSES, 256));
        Value lastBias = builder.weight("fc2.bias", TensorType.f32(CLASSES));
        return builder.output("logits", builder.apply("fc2", new Linear(true), power, last, lastBias))
                .build();
    }

    /** The costs of a machine whose vector kernels are slow. */
    private static KernelCosts slowVectors() {
        KernelCosts typical = KernelCosts.typical();
        Map<String, double[]> costs = new TreeMap<>(typical.nanosPerWork());
        for (String kernel : List.of("MatrixProduct/simd", "MatrixProduct/packed")) {
            costs.put(kernel, new double[] {5, 5, 5, 5});
        }
        return new KernelCosts(
                "slow", costs, typical.forkNanos(), typical.parallelEfficiency(), typical.dispatchNanos());
    }

    /** The costs of a machine on which threads stand ready at once, and each has a core of its own. */
    private static KernelCosts freeSharing() {
        KernelCosts typical = KernelCosts.typical();
        return new KernelCosts("ready", typical.nanosPerWork(), 0, 1, typical.dispatchNanos());
    }

    static Stream<String> rules() {
        return Advice.RULES.stream().map(AdviceRule::id);
    }

    @Test
    void everyRuleHasItsScene() {
        assertEquals(
                rules().sorted().toList(), SCENES.keySet().stream().sorted().toList());
    }

    @ParameterizedTest
    @MethodSource("rules")
    void itFiresWhereItsCauseIsAtWork(String id) {
        assumeTrue(VectorUnit.unavailableReason().isEmpty(), "the recipes need vectors");
        Scene scene = Objects.requireNonNull(SCENES.get(id));
        List<Finding> findings = List.of();
        List<Ratio> ratios = new ArrayList<>();
        List<OpRow> last = List.of();
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            try (AdviceWorld world = new AdviceWorld(scene.graph().get(), SIDE, CLASSES);
                    Disturbance _ = scene.during().get()) {
                scene.twist().accept(world);
                RunReport report = world.run(scene.baseline(), scene.recipe(), scene.batch());
                findings = Objects.requireNonNull(report.findings());
                ratios.add(report.speedup());
                last = report.ops();
            }
            for (Finding finding : findings) {
                if (finding.rule().equals(id)) {
                    System.out.println(id + ": " + finding.title() + ": " + finding.evidence());
                    return;
                }
            }
        }
        fail(id + " is silent; there are "
                + findings.stream().map(Finding::rule).toList() + " at " + ratios + " among " + last);
    }
}
