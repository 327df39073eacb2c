package hone.app.cli;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Hone in a process of its own, from the classes under test. */
final class HoneProcess {
    private HoneProcess() {}

    /**
     * A personal folder that knows of this machine what these tests have measured of it so far, if anything: to measure it anew takes
     * each process half a minute.
     *
     * @param home is made
     */
    static Path knowing(Path home) throws IOException {
        Files.createDirectories(home);
        for (String known : List.of("machine-profile.json", "machine-roofs.json")) {
            Path measured = Path.of(System.getProperty("hone.home"), known);
            if (Files.exists(measured)) {
                Files.copy(measured, home.resolve(known));
            }
        }
        return home;
    }

    /**
     * A process that is yet to be started.
     *
     * @param home its personal folder
     * @param options of Java, beside what this process was told of compiling
     */
    static ProcessBuilder of(Path home, List<String> options, List<String> arguments) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
                .filter(option -> option.startsWith("-XX:"))
                .forEach(command::add);
        command.addAll(options);
        command.addAll(List.of(
                "--add-modules",
                "jdk.incubator.vector",
                "--enable-native-access=ALL-UNNAMED",
                "-Dhone.home=" + home,
                "-cp",
                System.getProperty("java.class.path"),
                "hone.app.start.Start"));
        command.addAll(arguments);
        return new ProcessBuilder(command);
    }
}
