package hone.app;

import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * How this program starts itself again as a worker: the same Java, the same options, the same jars, from sources and from an
 * installed image alike.
 */
public final class WorkerCommand {
    /** What a process of certifying is called by. */
    public static final String VERB = "worker";

    private static final String MAIN = "hone.app.start.Start";

    /** Options of this process that a second one must not repeat: debuggers' ports, agents, recordings of the whole process. */
    private static final List<String> OWN = List.of(
            "-agentlib",
            "-agentpath",
            "-javaagent",
            "-XX:StartFlightRecording",
            "-XX:FlightRecorderOptions",
            "-Xlog:gc");

    private WorkerCommand() {}

    /**
     * The command up to the words of the command line.
     *
     * @param verb of the worker
     */
    public static List<String> of(String verb) {
        List<String> command = new ArrayList<>();
        command.add(java().toString());
        ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
                .filter(option -> OWN.stream().noneMatch(option::startsWith))
                .forEach(command::add);
        command.add("-Dhone.home=" + Home.ofThisPerson().folder());
        command.add("-cp");
        command.add(System.getProperty("java.class.path"));
        command.add(MAIN);
        command.add(verb);
        return command;
    }

    private static Path java() {
        Path folder = Path.of(System.getProperty("java.home"), "bin");
        Path windows = folder.resolve("java.exe");
        return Files.exists(windows) ? windows : folder.resolve("java");
    }
}
