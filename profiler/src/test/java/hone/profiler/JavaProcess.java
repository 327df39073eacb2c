package hone.profiler;

import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Java in a process of its own that compiles as this one does. */
public final class JavaProcess {
    private JavaProcess() {}

    /** The beginning of a command: Java, the options this process was given for compiling, its class path. */
    public static List<String> command(String... before) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
                .filter(option -> option.startsWith("-XX:"))
                .forEach(command::add);
        command.addAll(List.of("--add-modules", "jdk.incubator.vector", "--enable-native-access=ALL-UNNAMED", "-cp"));
        List<String> path = new ArrayList<>(List.of(before));
        path.add(System.getProperty("java.class.path"));
        command.add(String.join(java.io.File.pathSeparator, path));
        return command;
    }
}
