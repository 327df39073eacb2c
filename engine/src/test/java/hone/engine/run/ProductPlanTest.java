package hone.engine.run;

import hone.engine.Allocation;
import hone.engine.graph.Graph;
import hone.engine.graph.GraphBuilder;
import hone.engine.graph.LayerGlob;
import hone.engine.kernel.Rung;
import hone.engine.memory.Category;
import hone.engine.memory.MemoryBudget;
import hone.engine.memory.MemoryRegion;
import hone.engine.op.matmul.MatMul;
import hone.engine.tensor.TensorType;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A product of two activations, both of which have to be packed anew in each run. */
class ProductPlanTest {
    private final MemoryBudget budget = new MemoryBudget(64L << 20);

    @ParameterizedTest
    @EnumSource(
            value = Rung.class,
            names = {"SIMD", "PACKED"})
    void aSteadyRunAllocatesNothing(Rung rung) {
        for (long[] size : new long[][] {{60, 64, 530}, {64, 64, 64}, {2, 60, 64, 70}}) {
            GraphBuilder builder = new GraphBuilder();
            boolean pairs = size.length == 4;
            int first = size.length - 3;
            TensorType left = pairs
                    ? TensorType.f32(size[0], size[first], size[first + 1])
                    : TensorType.f32(size[first], size[first + 1]);
            TensorType right = pairs
                    ? TensorType.f32(size[0], size[first + 1], size[first + 2])
                    : TensorType.f32(size[first + 1], size[first + 2]);
            var a = builder.input("a", left);
            var b = builder.input("b", right);
            Graph graph = builder.output("c", builder.apply("product", new MatMul(false, false), a, b))
                    .build();
            PlanRequest request = PlanRequest.baseline(1).withRung(LayerGlob.ALL, rung);
            Plan plan = new Planner(KernelCosts.typical()).plan(graph, Map.of(), request);
            try (MemoryRegion region = budget.open(Category.DATA, "test data");
                    KernelPool pool = new KernelPool(1);
                    Executor executor = Executor.open(plan, pool, budget)) {
                executor.bindings()
                        .input("a", region.tensor(left.dtype(), left.maxShape()))
                        .input("b", region.tensor(right.dtype(), right.maxShape()));
                Allocation.assertNone(
                        "20 runs of " + left + " × " + right,
                        Allocation.times(200, executor::run),
                        Allocation.times(20, executor::run));
            }
        }
    }
}
