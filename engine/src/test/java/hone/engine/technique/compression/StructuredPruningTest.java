package hone.engine.technique.compression;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;

import hone.engine.graph.GraphBuilder;
import hone.engine.memory.MemoryBudget;
import hone.engine.model.Mlp;
import hone.engine.model.Model;
import hone.engine.op.activation.Relu;
import hone.engine.op.elementwise.Add;
import hone.engine.op.matmul.Linear;
import hone.engine.random.CounterRandom;
import hone.engine.run.Fixtures;
import hone.engine.tensor.Shape;
import hone.engine.tensor.Tensor;
import hone.engine.tensor.TensorType;
import org.junit.jupiter.api.Test;

class StructuredPruningTest {
    private static final long SEED = 21;

    private final MemoryBudget budget = new MemoryBudget(1 << 26);

    @Test
    void neuronsWithoutInputOrOutputGoAndTheResultStays() {
        Model model = Fixtures.model(Mlp.graph(20, 12, 9, 4), budget, SEED);
        clear(model.weight("fc1.weight"), 0, true);
        clear(model.weight("fc1.weight"), 5, true);
        model.weight("fc1.bias").setFloat(0, 0.75F);
        model.weight("fc1.bias").setFloat(5, -0.5F);
        clear(model.weight("fc2.weight"), 11, false);
        clear(model.weight("fc2.weight"), 3, true);
        model.weight("fc2.bias").setFloat(3, 0.25F);
        Model smaller = StructuredPruning.shrink(model, budget);
        assertEquals(Shape.of(9, 20), smaller.weight("fc1.weight").shape());
        assertEquals(Shape.of(8, 9), smaller.weight("fc2.weight").shape());
        assertEquals(Shape.of(4, 8), smaller.weight("fc3.weight").shape());
        float[][] rows = new float[7][20];
        CounterRandom random = new CounterRandom(SEED, 1, 0);
        for (float[] row : rows) {
            for (int i = 0; i < row.length; i++) {
                row[i] = (float) random.uniform(-1, 1);
            }
        }
        double[][] expected = Fixtures.perceptron(model, rows, 3);
        double[][] actual = Fixtures.perceptron(smaller, rows, 3);
        for (int i = 0; i < rows.length; i++) {
            for (int j = 0; j < 4; j++) {
                assertEquals(expected[i][j], actual[i][j], 1e-6, "seed " + SEED);
            }
        }
    }

    @Test
    void aLayerKeepsItsLastNeuron() {
        Model model = Fixtures.model(Mlp.graph(5, 3, 2), budget, SEED);
        model.weight("fc2.weight").segment().fill((byte) 0);
        Model smaller = StructuredPruning.shrink(model, budget);
        assertEquals(Shape.of(1, 5), smaller.weight("fc1.weight").shape());
        float[][] row = {{1, 2, 3, 4, 5}};
        assertEquals(model.weight("fc2.bias").getFloat(1), Fixtures.perceptron(smaller, row, 2)[0][1], 1e-7);
    }

    @Test
    void whatIsUsedElsewhereOrFullStays() {
        Model full = Fixtures.model(Mlp.graph(5, 3, 2), budget, SEED);
        assertSame(full, StructuredPruning.shrink(full, budget));
        GraphBuilder builder = new GraphBuilder();
        var x = builder.input("x", TensorType.f32(4, 3));
        var weight = builder.weight("w", TensorType.f32(3, 3));
        var hidden = builder.apply("relu", new Relu(), builder.apply("first", new Linear(false), x, weight));
        var y = builder.apply("second", new Linear(false), hidden, builder.weight("v", TensorType.f32(3, 3)));
        Model residual = Fixtures.model(
                builder.output("y", builder.apply("sum", new Add(), hidden, y)).build(), budget, SEED);
        clear(residual.weight("w"), 1, true);
        assertSame(residual, StructuredPruning.shrink(residual, budget));
    }

    private static void clear(Tensor matrix, int index, boolean row) {
        long columns = matrix.shape().size(1);
        for (long i = 0; i < (row ? columns : matrix.shape().size(0)); i++) {
            matrix.setFloat(row ? index * columns + i : i * columns + index, 0);
        }
    }
}
