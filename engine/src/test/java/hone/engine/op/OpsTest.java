package hone.engine.op;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import hone.engine.graph.Op;
import hone.engine.kernel.Kernel;
import hone.engine.kernel.Kernels;
import hone.engine.technique.Technique;
import hone.engine.technique.Techniques;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What exists in the folders must stand in the visible lists. */
class OpsTest {
    /** Ops that only training graphs contain; a saved model never does. */
    private static final Set<String> TRAINING = Set.of(
            "ReluGradient",
            "CrossEntropy",
            "CrossEntropyGradient",
            "MeanSquaredError",
            "MeanSquaredErrorGradient",
            "SumRows",
            "SgdStep",
            "AdamStep",
            "Dropout",
            // Clipping
            "ClipFactor",
            "Scale",
            // Gradients of a step in parts
            "Accumulate",
            // Gradients of the CNN's and the transformers' ops
            "ActivationGradient",
            "SoftmaxGradient",
            "NormalizationGradient",
            "NormalizedProduct",
            "Im2col",
            "Col2im",
            "SumChannels",
            "MaxPool2dGradient",
            "AveragePool2dGradient",
            "AttentionGradient",
            "RotaryEmbeddingGradient",
            "EmbeddingGradient",
            "PositionEmbeddingGradient",
            // Batch normalization in training
            "BatchNormTraining",
            "BatchNormGradient",
            "RunningStatistics");

    /** Concrete classes below a package that implement a type. */
    static Set<String> implementing(Class<?> type, String packageName) throws IOException {
        Path classes = Path.of("target", "classes");
        List<String> names = new ArrayList<>();
        try (Stream<Path> files = Files.walk(classes.resolve(packageName.replace('.', '/')))) {
            files.map(classes::relativize)
                    .map(Path::toString)
                    .filter(name -> name.endsWith(".class") && !name.contains("package-info"))
                    .forEach(name ->
                            names.add(name.substring(0, name.length() - 6).replace(java.io.File.separatorChar, '.')));
        }
        return names.stream()
                .map(OpsTest::load)
                .filter(found -> type.isAssignableFrom(found)
                        && !found.isInterface()
                        && !java.lang.reflect.Modifier.isAbstract(found.getModifiers()))
                .map(Class::getName)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static Class<?> load(String name) {
        try {
            return Class.forName(name, false, OpsTest.class.getClassLoader());
        } catch (ClassNotFoundException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void everyOpIsListedOrTrainingsOwn() throws IOException {
        Set<String> found = implementing(Op.class, "hone.engine.op").stream()
                .map(name -> name.substring(name.lastIndexOf('.') + 1))
                .collect(Collectors.toCollection(TreeSet::new));
        Set<String> listed = Ops.ALL.stream().map(Class::getSimpleName).collect(Collectors.toCollection(TreeSet::new));
        listed.addAll(TRAINING);
        assertEquals(listed, found);
    }

    @Test
    void everyTechniqueIsListed() throws IOException {
        assertEquals(
                Techniques.ALL.stream()
                        .map(technique -> technique.getClass().getName())
                        .collect(Collectors.toCollection(TreeSet::new)),
                implementing(Technique.class, "hone.engine.technique"));
    }

    @Test
    void everyOpHasAKernel() {
        for (Class<? extends Op> op : Ops.ALL) {
            assertTrue(
                    Kernels.ALL.stream().map(Kernel::op).anyMatch(computed -> computed.isAssignableFrom(op)),
                    op.getSimpleName());
        }
    }
}
