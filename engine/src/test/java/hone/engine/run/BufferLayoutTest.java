package hone.engine.run;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import hone.engine.InvalidInput;
import hone.engine.graph.Graph;
import hone.engine.graph.GraphBuilder;
import hone.engine.graph.Op;
import hone.engine.graph.Value;
import hone.engine.memory.Category;
import hone.engine.memory.MemoryBudget;
import hone.engine.memory.MemoryRegion;
import hone.engine.model.Mlp;
import hone.engine.model.Model;
import hone.engine.op.activation.Relu;
import hone.engine.op.elementwise.Add;
import hone.engine.op.matmul.MatMul;
import hone.engine.random.CounterRandom;
import hone.engine.tensor.DType;
import hone.engine.tensor.Shape;
import hone.engine.tensor.Tensor;
import hone.engine.tensor.TensorType;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class BufferLayoutTest {
    private static final int SIDE = 5;
    private static final int GRAPHS = 300;
    private static final long SEED = 20_261_125;

    private final MemoryBudget budget = new MemoryBudget(256L << 20);

    @Test
    void anMlpNeedsNoMoreThanItsTwoLargestNeighbours() {
        Model model = Fixtures.model(Mlp.graph(784, 128, 64, 10), budget, 7);
        Plan plan = new Planner(KernelCosts.typical()).plan(model.graph(), model.weights(), PlanRequest.baseline(256));
        assertEquals(4L * 256 * (128 + 64), plan.layout().bytes());
        assertEquals(4L * 256 * (2 * 128 + 2 * 64 + 10), plan.layout().unsharedBytes());
    }

    @Test
    void memoryThatIsUsedAgainChangesNoResult() {
        System.out.println("seed " + SEED);
        long shared = 0;
        long unshared = 0;
        for (int round = 0; round < GRAPHS; round++) {
            CounterRandom random = new CounterRandom(SEED, 1, round);
            RandomGraph graph = RandomGraph.of(random);
            Plan plan = new Planner(KernelCosts.typical())
                    .plan(graph.graph(), Map.of(), PlanRequest.baseline(1).withTaps(graph.taps()));
            shared += plan.layout().bytes();
            unshared += plan.layout().unsharedBytes();
            assertTrue(plan.layout().bytes() <= plan.layout().unsharedBytes());
            PlanMemoryTest.requireSound(PlanMemory.of(plan));
            try (KernelPool pool = new KernelPool(1);
                    MemoryRegion region = budget.open(Category.DATA, "test");
                    Executor executor = Executor.open(plan, pool, budget)) {
                float[] x = new float[SIDE * SIDE];
                for (int i = 0; i < x.length; i++) {
                    x[i] = (float) random.uniform(-1, 1);
                }
                executor.bindings()
                        .input(
                                "x",
                                region.tensor(DType.F32, Shape.of(SIDE, SIDE)).fill(x));
                executor.run();
                List<float[]> expected = graph.evaluate(x);
                for (String name : graph.taps()) {
                    assertArrayEquals(
                            expected.get(graph.index(name)), floats(executor.value(name)), name + " of round " + round);
                }
                assertArrayEquals(expected.getLast(), floats(executor.output("y")), "round " + round);
            }
        }
        System.out.printf("%d random graphs: %d bytes instead of %d%n", GRAPHS, shared, unshared);
        assertTrue(shared < 0.8 * unshared, shared + " of " + unshared);
    }

    @Test
    void aValueWithoutATapCannotBeReadAfterwards() {
        Model model = Fixtures.model(Mlp.graph(4, 3, 2), budget, 7);
        PlanRequest request = PlanRequest.baseline(2);
        Planner planner = new Planner(KernelCosts.typical());
        try (KernelPool pool = new KernelPool(1);
                Executor executor =
                        Executor.open(planner.plan(model.graph(), model.weights(), request), pool, budget)) {
            assertTrue(assertThrows(InvalidInput.class, () -> executor.value("fc1"))
                    .getMessage()
                    .contains("fc1"));
        }
    }

    /** Where the caller brings memory there is none in the plan, and a run without it is refused. */
    @Test
    void anOutputThatIsBoundTakesNoMemory() {
        Model model = Fixtures.model(Mlp.graph(4, 3, 200), budget, 7);
        PlanRequest request = PlanRequest.baseline(2);
        Planner planner = new Planner(KernelCosts.typical());
        Plan own = planner.plan(model.graph(), model.weights(), request);
        Plan bound = planner.plan(model.graph(), model.weights(), request.withBound(Set.of("logits")));
        assertEquals(64, bound.activationBytes());
        PlanMemoryTest.requireSound(PlanMemory.of(bound));
        try (KernelPool pool = new KernelPool(1);
                MemoryRegion region = budget.open(Category.DATA, "test");
                Executor first = Executor.open(own, pool, budget);
                Executor second = Executor.open(bound, pool, budget)) {
            Tensor x = Fixtures.uniform(region, 3, 2, 4);
            Tensor y = region.tensor(DType.F32, Shape.of(2, 200));
            first.bindings().input("x", x);
            second.bindings().input("x", x);
            first.run();
            assertThrows(InvalidInput.class, second::run);
            second.bindings().output("logits", y);
            second.run();
            assertArrayEquals(floats(first.output("logits")), floats(y));
        }
    }

    private static float[] floats(Tensor tensor) {
        float[] values = new float[(int) tensor.shape().elements()];
        for (int i = 0; i < values.length; i++) {
            values[i] = tensor.getFloat(i);
        }
        return values;
    }

    /**
     * A chain of ops on small square matrices, each on any of the values before it.
     *
     * @param ops one for each value after the input
     * @param operands numbers of values; 0 is the input
     */
    private record RandomGraph(Graph graph, List<Op> ops, List<int[]> operands, Set<String> taps) {
        static RandomGraph of(CounterRandom random) {
            GraphBuilder builder = new GraphBuilder();
            List<Value> values = new ArrayList<>();
            List<Op> ops = new ArrayList<>();
            List<int[]> operands = new ArrayList<>();
            Set<String> taps = new HashSet<>();
            values.add(builder.input("x", TensorType.f32((long) SIDE, SIDE)));
            int count = 1 + random.nextInt(14);
            for (int i = 1; i <= count; i++) {
                Op op = List.of(new Relu(), new Add(), new MatMul(false, false)).get(random.nextInt(3));
                int left = recent(random, values.size());
                int right = recent(random, values.size());
                List<Value> inputs =
                        op instanceof Relu ? List.of(values.get(left)) : List.of(values.get(left), values.get(right));
                values.add(builder.apply("n" + i, op, inputs).getFirst());
                ops.add(op);
                operands.add(new int[] {left, right});
                if (random.nextInt(8) == 0) {
                    taps.add("n" + i);
                }
            }
            return new RandomGraph(builder.output("y", values.getLast()).build(), ops, operands, taps);
        }

        private static int recent(CounterRandom random, int size) {
            return Math.max(0, size - 1 - random.nextInt(3));
        }

        int index(String name) {
            return Integer.parseInt(name.substring(1));
        }

        /** Every value, with memory of its own. */
        List<float[]> evaluate(float[] x) {
            List<float[]> values = new ArrayList<>(List.of(x));
            for (int i = 0; i < ops.size(); i++) {
                float[] a = values.get(operands.get(i)[0]);
                float[] b = values.get(operands.get(i)[1]);
                float[] y = new float[SIDE * SIDE];
                for (int j = 0; j < y.length; j++) {
                    y[j] = switch (ops.get(i)) {
                        case Relu _ -> Math.max(0, a[j]);
                        case Add _ -> a[j] + b[j];
                        default -> dot(a, b, j / SIDE, j % SIDE);
                    };
                }
                values.add(y);
            }
            return values;
        }

        private static float dot(float[] a, float[] b, int row, int column) {
            float sum = 0;
            for (int p = 0; p < SIDE; p++) {
                sum += a[row * SIDE + p] * b[p * SIDE + column];
            }
            return sum;
        }
    }
}
