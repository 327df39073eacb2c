package hone.engine.train.gradient;

import static org.junit.jupiter.api.Assertions.assertEquals;

import hone.engine.graph.Graph;
import hone.engine.graph.GraphBuilder;
import hone.engine.graph.LayerGlob;
import hone.engine.graph.Node;
import hone.engine.graph.Value;
import hone.engine.kernel.Rung;
import hone.engine.memory.Category;
import hone.engine.memory.MemoryBudget;
import hone.engine.memory.MemoryRegion;
import hone.engine.random.CounterRandom;
import hone.engine.run.Executor;
import hone.engine.run.KernelCosts;
import hone.engine.run.KernelPool;
import hone.engine.run.PlanRequest;
import hone.engine.run.Planner;
import hone.engine.tensor.DType;
import hone.engine.tensor.Tensor;
import java.lang.foreign.ValueLayout;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * Compares the gradients that the kernels compute in float32 with central differences of the forward graph in doubles.
 * All leaves of the graph are inputs; the function that is differentiated is Σ seed · y with a random seed.
 */
final class GradientCheck {
    /** With doubles, a step of 10⁻⁵ leaves an error of about 10⁻¹⁰ from either side. */
    private static final double STEP = 1e-5;

    /** Relative to the largest gradient of the leaf: float32 sums of some hundred terms. */
    private static final double TOLERANCE = 2e-5;

    /** A leaf whose gradients are all smaller is compared as if its largest were this. */
    private static final double LEAST_SCALE = 1e-3;

    /**
     * The same for a whole model, some of whose gradients are 0 by their nature, such as that of a key's bias before a
     * softmax: what is left there is the rounding of all layers.
     */
    private static final double MODEL_LEAST_SCALE = 1e-2;

    private final Map<String, double[]> leaves = new LinkedHashMap<>();
    private final GraphBuilder builder;
    private final Value from;
    private final long randomSeed;
    private final Map<String, Value> wanted = new LinkedHashMap<>();

    /**
     * @param builder holds a forward graph whose leaves are all inputs
     * @param from the value to differentiate
     * @param classes labels are drawn below this
     */
    GradientCheck(GraphBuilder builder, Value from, int classes, long randomSeed) {
        this.builder = builder;
        this.from = from;
        this.randomSeed = randomSeed;
        Graph forward = builder.build();
        for (Node.Input input : forward.inputs()) {
            boolean floats = input.type().dtype() == DType.F32;
            Value value = forward.find(input.name()).orElseThrow();
            leaves.put(input.name(), draw(input, floats, classes, new CounterRandom(randomSeed, 1, value.node())));
            if (floats) {
                wanted.put(input.name(), value);
            }
        }
    }

    /** Floats between 0.1 and 1.1 of either sign, so that no input of a rectifier lies at its corner. */
    private static double[] draw(Node.Input input, boolean floats, int classes, CounterRandom random) {
        double[] values = new double[Math.toIntExact(input.type().maxShape().elements())];
        for (int i = 0; i < values.length; i++) {
            double magnitude = random.uniform(0.1, 1.1);
            float signed = (float) (random.nextInt(2) == 0 ? magnitude : -magnitude);
            values[i] = floats ? signed : random.nextInt(classes);
        }
        return values;
    }

    /** Checks up to {@code perLeaf} elements of every leaf's gradient, by plain kernels and by the fastest. */
    void check(int perLeaf) {
        check(perLeaf, TOLERANCE, LEAST_SCALE);
    }

    /** The same for a whole model, with a tolerance of its own, relative to the leaf's largest gradient. */
    void checkModel(int perLeaf, double tolerance) {
        check(perLeaf, tolerance, MODEL_LEAST_SCALE);
    }

    private void check(int perLeaf, double tolerance, double leastScale) {
        DoubleReference reference = new DoubleReference(builder.build());
        double[] seed = draw(new Node.Input("seed", builder.type(from)), true, 0, new CounterRandom(99, 2, 0));
        Graph backward = backward();
        for (Rung rung : List.of(Rung.REORDERED, Rung.PACKED)) {
            compare(run(backward, seed, rung), reference, seed, perLeaf, tolerance, leastScale, rung);
        }
    }

    private void compare(
            Map<String, float[]> gradients,
            DoubleReference reference,
            double[] seed,
            int perLeaf,
            double tolerance,
            double leastScale,
            Rung rung) {
        gradients.forEach((name, gradient) -> {
            double scale = leastScale;
            for (float g : gradient) {
                scale = Math.max(scale, Math.abs(g));
            }
            int stride = Math.max(1, gradient.length / perLeaf);
            for (int i = 0; i < gradient.length; i += stride) {
                double difference = difference(reference, seed, name, i);
                assertEquals(
                        difference,
                        gradient[i],
                        tolerance * scale,
                        name + "[" + i + "], " + rung + " kernels, seed " + randomSeed);
            }
        });
    }

    private double difference(DoubleReference reference, double[] seed, String leaf, int index) {
        double[] values = Objects.requireNonNull(leaves.get(leaf)).clone();
        Map<String, double[]> moved = new HashMap<>(leaves);
        moved.put(leaf, values);
        double middle = values[index];
        values[index] = middle + STEP;
        double above = dot(seed, reference.evaluate(moved, from));
        values[index] = middle - STEP;
        double below = dot(seed, reference.evaluate(moved, from));
        return (above - below) / (2 * STEP);
    }

    private static double dot(double[] a, double[] b) {
        double sum = 0;
        for (int i = 0; i < a.length; i++) {
            sum += a[i] * b[i];
        }
        return sum;
    }

    private Graph backward() {
        Value seedValue = builder.input("seed", builder.type(from));
        Map<Value, Value> found = GradientFlow.add(builder, from, seedValue, new LinkedHashSet<>(wanted.values()));
        assertEquals(wanted.size(), found.size(), "leaves with a gradient");
        wanted.forEach((name, value) -> builder.output("d" + name, Objects.requireNonNull(found.get(value))));
        return builder.build();
    }

    private Map<String, float[]> run(Graph graph, double[] seed, Rung rung) {
        Map<String, double[]> inputs = new HashMap<>(leaves);
        inputs.put("seed", seed);
        MemoryBudget budget = new MemoryBudget(1L << 30);
        PlanRequest request = PlanRequest.baseline(1).withRung(LayerGlob.ALL, rung);
        Map<String, float[]> gradients = new LinkedHashMap<>();
        try (KernelPool pool = new KernelPool(1);
                MemoryRegion region = budget.open(Category.DATA, "inputs");
                Executor executor = Executor.open(
                        new Planner(KernelCosts.typical()).plan(graph, Map.of(), request), pool, budget)) {
            for (Node.Input input : graph.inputs()) {
                Tensor tensor = region.tensor(input.type().dtype(), input.type().maxShape());
                fill(tensor, Objects.requireNonNull(inputs.get(input.name())));
                executor.bindings().input(input.name(), tensor);
            }
            executor.run();
            wanted.keySet()
                    .forEach(name ->
                            gradients.put(name, executor.output("d" + name).toFloats()));
        }
        return gradients;
    }

    private static void fill(Tensor tensor, double[] values) {
        for (int i = 0; i < values.length; i++) {
            if (tensor.dtype() == DType.F32) {
                tensor.setFloat(i, (float) values[i]);
            } else {
                tensor.segment().setAtIndex(ValueLayout.JAVA_INT, i, (int) values[i]);
            }
        }
    }
}
