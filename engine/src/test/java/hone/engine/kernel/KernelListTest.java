package hone.engine.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.lang.reflect.Modifier;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The visible list holds every kernel class there is, and tells each op's kernels apart. */
@Tag("kernels")
class KernelListTest {
    @Test
    void everyKernelIsListed() throws IOException, URISyntaxException, ClassNotFoundException {
        Set<String> written = new TreeSet<>();
        for (Class<?> type : classes()) {
            boolean concrete = !type.isInterface() && !Modifier.isAbstract(type.getModifiers());
            if (concrete && Kernel.class.isAssignableFrom(type)) {
                written.add(type.getName());
            }
        }
        Set<String> listed = Kernels.ALL.stream()
                .map(kernel -> kernel.getClass().getName())
                .collect(Collectors.toCollection(TreeSet::new));
        assertEquals(written, listed);
    }

    @Test
    void idsAreUniqueForEachOp() {
        Set<String> seen = new HashSet<>();
        for (Kernel<?> kernel : Kernels.ALL) {
            assertTrue(seen.add(kernel.op().getName() + " " + kernel.id()), "twice: " + kernel.id());
        }
    }

    private static List<Class<?>> classes() throws IOException, URISyntaxException, ClassNotFoundException {
        Path root = Path.of(
                Kernel.class.getProtectionDomain().getCodeSource().getLocation().toURI());
        Set<String> names;
        try (Stream<Path> files = Files.walk(root.resolve("hone/engine/kernel"))) {
            names = files.map(file -> root.relativize(file).toString())
                    .filter(name -> name.endsWith(".class") && !name.contains("package-info"))
                    .map(name -> name.substring(0, name.length() - ".class".length())
                            .replace(java.io.File.separatorChar, '.'))
                    .collect(Collectors.toSet());
        }
        List<Class<?>> classes = new java.util.ArrayList<>();
        for (String name : names) {
            classes.add(Class.forName(name, false, Kernel.class.getClassLoader()));
        }
        return classes;
    }
}
