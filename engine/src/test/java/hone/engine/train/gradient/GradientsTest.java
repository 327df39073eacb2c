package hone.engine.train.gradient;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import hone.engine.graph.GraphBuilder;
import hone.engine.graph.Op;
import hone.engine.graph.Value;
import hone.engine.op.activation.Relu;
import hone.engine.op.elementwise.Add;
import hone.engine.op.loss.CrossEntropy;
import hone.engine.op.matmul.Linear;
import hone.engine.op.matmul.MatMul;
import hone.engine.tensor.DType;
import hone.engine.tensor.Shape;
import hone.engine.tensor.TensorType;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Every rule against finite differences, on awkward sizes, and no op forgotten. */
class GradientsTest {
    @Test
    void everyOpHasARuleOrAReasonToHaveNone() throws IOException, URISyntaxException, ClassNotFoundException {
        Set<Class<?>> ruled = new HashSet<>();
        Gradients.ALL.forEach(rule -> assertTrue(ruled.add(rule.op()), rule.op() + " has two rules"));
        Set<String> unlisted = new HashSet<>();
        for (Class<? extends Op> op : allOps()) {
            boolean without = Gradients.WITHOUT.containsKey(op);
            if (without == ruled.contains(op)) {
                unlisted.add(op.getSimpleName());
            }
        }
        assertEquals(Set.of(), unlisted, "ops in neither list, or in both");
    }

    private static List<Class<? extends Op>> allOps() throws IOException, URISyntaxException, ClassNotFoundException {
        Path classes = Path.of(
                Op.class.getProtectionDomain().getCodeSource().getLocation().toURI());
        List<String> names;
        try (Stream<Path> files = Files.walk(classes.resolve("hone/engine/op"))) {
            names = files.map(file -> classes.relativize(file).toString())
                    .filter(name -> name.endsWith(".class") && !name.contains("package-info"))
                    .map(name -> name.substring(0, name.length() - 6)
                            .replace('/', '.')
                            .replace('\\', '.'))
                    .toList();
        }
        Set<Class<? extends Op>> ops = new HashSet<>();
        for (String name : names) {
            Class<?> candidate = Class.forName(name, false, Op.class.getClassLoader());
            if (Op.class.isAssignableFrom(candidate) && !candidate.isInterface()) {
                ops.add(candidate.asSubclass(Op.class));
            }
        }
        assertTrue(ops.size() >= 10, "ops found: " + ops);
        return List.copyOf(ops);
    }

    @ParameterizedTest
    @CsvSource({"1,1,1", "3,7,13", "5,207,2", "13,1,17", "2,64,33"})
    void linear(long rows, long in, long out) {
        GraphBuilder builder = new GraphBuilder();
        Value x = builder.input("x", TensorType.f32(rows, in));
        Value w = builder.input("w", TensorType.f32(out, in));
        Value b = builder.input("b", TensorType.f32(out));
        Value y = builder.apply("y", new Linear(true), x, w, b);
        new GradientCheck(builder, y, 0, rows).check(40);
    }

    @ParameterizedTest
    @CsvSource({"false,false,3,7,13", "true,false,3,7,13", "false,true,3,7,13", "true,true,3,7,13", "true,true,1,207,5"
    })
    void matMul(boolean transposeA, boolean transposeB, long m, long k, long n) {
        GraphBuilder builder = new GraphBuilder();
        Value a = builder.input("a", transposeA ? TensorType.f32(k, m) : TensorType.f32(m, k));
        Value b = builder.input("b", transposeB ? TensorType.f32(n, k) : TensorType.f32(k, n));
        Value c = builder.apply("c", new MatMul(transposeA, transposeB), a, b);
        new GradientCheck(builder, c, 0, k).check(40);
    }

    /** Many pairs; then one second factor, and one first factor, that all pairs share. */
    @ParameterizedTest
    @CsvSource({"false,false", "true,false", "false,true", "true,true"})
    void matMulOfManyPairs(boolean transposeA, boolean transposeB) {
        long[] a = transposeA ? new long[] {2, 3, 7, 5} : new long[] {2, 3, 5, 7};
        long[] b = transposeB ? new long[] {2, 3, 4, 7} : new long[] {2, 3, 7, 4};
        checkProduct(transposeA, transposeB, a, b);
        checkProduct(transposeA, transposeB, a, java.util.Arrays.copyOfRange(b, 2, 4));
        checkProduct(transposeA, transposeB, java.util.Arrays.copyOfRange(a, 2, 4), b);
    }

    private static void checkProduct(boolean transposeA, boolean transposeB, long[] a, long[] b) {
        GraphBuilder builder = new GraphBuilder();
        Value c = builder.apply(
                "c",
                new MatMul(transposeA, transposeB),
                builder.input("a", TensorType.f32(a)),
                builder.input("b", TensorType.f32(b)));
        new GradientCheck(builder, c, 0, 7).check(40);
    }

    @ParameterizedTest
    @CsvSource({"1,1", "3,13", "5,207"})
    void relu(long rows, long columns) {
        GraphBuilder builder = new GraphBuilder();
        Value x = builder.input("x", TensorType.f32(rows, columns));
        new GradientCheck(builder, builder.apply("y", new Relu(), x), 0, rows).check(1000);
    }

    @ParameterizedTest
    @CsvSource({"1,2", "1,10", "7,3", "33,10", "5,207"})
    void crossEntropy(long rows, int classes) {
        GraphBuilder builder = new GraphBuilder();
        Value logits = builder.input("logits", TensorType.f32(rows, (long) classes));
        Value labels = builder.input("labels", TensorType.of(DType.I32, Shape.of(rows)));
        Value loss = builder.apply("loss", new CrossEntropy(), logits, labels);
        new GradientCheck(builder, loss, classes, rows).check(1000);
    }

    @Test
    void gradientsOfAValueUsedSeveralTimesAreAdded() {
        GraphBuilder builder = new GraphBuilder();
        Value x = builder.input("x", TensorType.f32(3, 3));
        Value twice = builder.apply("twice", new Add(), x, x);
        Value square = builder.apply("square", new MatMul(false, true), x, twice);
        Value all = builder.apply("all", new Add(), square, builder.apply("relu", new Relu(), x));
        new GradientCheck(builder, builder.apply("y", new Add(), all, x), 0, 7).check(1000);
    }

    /** The loss of a whole perceptron by every weight, with a residual connection on the way. */
    @ParameterizedTest
    @CsvSource({"1,13,7,3", "6,13,7,3", "5,33,17,10"})
    void perceptron(long rows, long in, long hidden, int classes) {
        GraphBuilder builder = new GraphBuilder();
        Value x = builder.input("x", TensorType.f32(rows, in));
        Value first = builder.apply("relu1", new Relu(), linear(builder, "fc1", x, in, hidden));
        Value second = builder.apply("relu2", new Relu(), linear(builder, "fc2", first, hidden, hidden));
        Value joined = builder.apply("joined", new Add(), first, second);
        Value logits = linear(builder, "fc3", joined, hidden, classes);
        Value labels = builder.input("labels", TensorType.of(DType.I32, Shape.of(rows)));
        Value loss = builder.apply("loss", new CrossEntropy(), logits, labels);
        new GradientCheck(builder, loss, classes, rows).check(1000);
    }

    private static Value linear(GraphBuilder builder, String name, Value x, long in, long out) {
        Value w = builder.input(name + ".weight", TensorType.f32(out, in));
        Value b = builder.input(name + ".bias", TensorType.f32(out));
        return builder.apply(name, new Linear(true), x, w, b);
    }
}
