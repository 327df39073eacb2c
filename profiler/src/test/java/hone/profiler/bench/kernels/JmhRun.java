package hone.profiler.bench.kernels;

import hone.engine.kernel.Kernels;
import hone.profiler.JavaProcess;
import hone.profiler.stats.Quantiles;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The engine's JMH benchmark of the main kernels in a process of its own. Its classes are among the engine's tests, which
 * lie beside the engine's classes in a build.
 *
 * @param tests folder of the engine's compiled tests
 * @param folder for JMH's files
 */
record JmhRun(Path tests, Path folder) {
    private static final String BENCHMARK = "hone.engine.kernel.MainKernelsBenchmark";

    /** Empty where the engine came as an archive, without its tests. */
    static Optional<JmhRun> in(Path folder) throws URISyntaxException {
        Path classes = Path.of(Kernels.class
                .getProtectionDomain()
                .getCodeSource()
                .getLocation()
                .toURI());
        Path tests = classes.resolveSibling("test-classes");
        return Files.exists(tests.resolve("META-INF/BenchmarkList"))
                ? Optional.of(new JmhRun(tests, folder))
                : Optional.empty();
    }

    /** The median of the iterations' nanoseconds of a run at this site. */
    double nanos(String site) throws IOException, InterruptedException {
        Path json = folder.resolve("jmh.json");
        // JMH's forks take what JMH's process was given, so all compile as this process does
        List<String> command = new ArrayList<>(JavaProcess.command(tests.toString()));
        command.addAll(List.of(
                "org.openjdk.jmh.Main", BENCHMARK, "-p", "site=" + site, "-rf", "json", "-rff", json.toString()));
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("jmh.log").toFile())
                .start();
        if (process.waitFor() != 0) {
            throw new IOException("JMH failed:\n" + Files.readString(folder.resolve("jmh.log")));
        }
        List<Double> nanos = new ArrayList<>();
        JsonNode result = JsonMapper.shared().readTree(Files.readString(json)).get(0);
        for (JsonNode iteration : result.get("primaryMetric").get("rawData").get(0)) {
            nanos.add(iteration.asDouble());
        }
        double[] sorted = nanos.stream().mapToDouble(Double::doubleValue).toArray();
        Arrays.sort(sorted);
        return Quantiles.ofSorted(sorted, 0.5);
    }
}
