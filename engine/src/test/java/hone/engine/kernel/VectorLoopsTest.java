package hone.engine.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassModel;
import java.lang.classfile.MethodModel;
import java.lang.classfile.instruction.InvokeInstruction;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorShape;
import jdk.incubator.vector.VectorSpecies;
import org.junit.jupiter.api.Test;

/** What Java's compiler is told of loops over vectors, against the loops there are: decision 11 says why it must be. */
class VectorLoopsTest {
    private static final Path COMMANDS =
            Path.of(System.getProperty("hone.root"), "packaging", "image", "compiler.commands");
    private static final String KEPT_APART = "dontinline,";
    private static final Pattern VECTOR = Pattern.compile("jdk/incubator/vector/\\w*Vector;");

    @Test
    void theFileNamesEachLoopOverVectors() throws IOException, URISyntaxException {
        List<String> named = Files.readAllLines(COMMANDS).stream()
                .filter(line -> line.startsWith(KEPT_APART))
                .toList();
        List<String> loops = methods(VectorLoopsTest::isLoop).stream()
                .map(method -> KEPT_APART + method)
                .toList();
        assertTrue(loops.size() > 100, "loops found: " + loops.size());
        assertEquals(
                String.join("\n", loops),
                String.join("\n", named),
                "methods of kernels that work on vectors and take none, against the lines of " + COMMANDS);
    }

    @Test
    void whatVectorsPassThroughIsMath() throws IOException, URISyntaxException {
        assertTrue(Files.readAllLines(COMMANDS).contains("inline,hone.engine.kernel.math.*::*"));
        SortedSet<String> large = methods(method -> takesVectors(method)
                && method.code().orElseThrow().elementList().size() > 100);
        large.removeIf(name -> name.startsWith("hone.engine.kernel.math."));
        assertEquals(new TreeSet<>(), large, "large methods that take vectors");
    }

    /**
     * The compiler learns from all kernels together which vectors a multiply-add is of. With two lengths of float vectors in
     * one process it prepares for both, and what comes from one of two ways is an object.
     */
    @Test
    void floatsAndIntegersComeInVectorsOfOneLength() throws IOException, URISyntaxException {
        assumeTrue(VectorUnit.unavailableReason().isEmpty(), "vectors are not there");
        SortedMap<String, VectorSpecies<?>> species = species();
        assertTrue(species.size() > 40, "species found: " + species.size());
        VectorShape shape = FloatVector.SPECIES_PREFERRED.vectorShape();
        species.values()
                .removeIf(one -> one.vectorShape() == shape
                        || one.elementType() == byte.class
                        || one.elementType() == short.class);
        assertEquals(Map.of(), species, "vectors of floats and integers that are not of " + shape);
    }

    /** What the kernels' fields hold. */
    private static SortedMap<String, VectorSpecies<?>> species() throws IOException, URISyntaxException {
        SortedMap<String, VectorSpecies<?>> species = new TreeMap<>();
        for (String type : methods(_ -> true).stream()
                .map(name -> name.substring(0, name.indexOf("::")))
                .distinct()
                .toList()) {
            try {
                for (Field field : Class.forName(type).getDeclaredFields()) {
                    if (Modifier.isStatic(field.getModifiers()) && field.getType() == VectorSpecies.class) {
                        field.setAccessible(true);
                        species.put(type + "." + field.getName(), (VectorSpecies<?>) field.get(null));
                    }
                }
            } catch (ReflectiveOperationException e) {
                throw new LinkageError(type, e);
            }
        }
        return species;
    }

    private static boolean isLoop(MethodModel method) {
        return !takesVectors(method)
                && !method.methodName().equalsString("<clinit>") // it runs once
                && method.code().stream()
                        .flatMap(code -> code.elementStream())
                        .anyMatch(element -> element instanceof InvokeInstruction call
                                && VECTOR.matcher(call.owner().asInternalName() + ";")
                                        .matches());
    }

    private static boolean takesVectors(MethodModel method) {
        return VECTOR.matcher(method.methodType().stringValue()).find();
    }

    /** Class and name, in order, of the kernels' methods with code for which this holds. */
    private static SortedSet<String> methods(Predicate<MethodModel> wanted) throws IOException, URISyntaxException {
        Path classes = Path.of(Kernels.class
                .getProtectionDomain()
                .getCodeSource()
                .getLocation()
                .toURI());
        SortedSet<String> methods = new TreeSet<>();
        try (Stream<Path> files = Files.walk(classes.resolve("hone/engine/kernel"))) {
            files.filter(file -> file.toString().endsWith(".class")).forEach(file -> {
                ClassModel type = parse(file);
                String name = type.thisClass().asInternalName().replace('/', '.');
                type.methods().stream()
                        .filter(method -> method.code().isPresent())
                        .filter(wanted)
                        .forEach(method ->
                                methods.add(name + "::" + method.methodName().stringValue()));
            });
        }
        return methods;
    }

    private static ClassModel parse(Path file) {
        try {
            return ClassFile.of().parse(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
