package hone.profiler;

import hone.engine.kernel.Kernels;
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
 * The engine's JMH benchmarks in processes of their own. Its classes are among the engine's tests, which
 * lie beside the engine's classes in a build.
 *
 * @param tests folder of the engine's compiled tests
 * @param folder for JMH's files
 */
public record JmhRun(Path tests, Path folder) {
    private static final String KERNELS = "hone.engine.kernel.MainKernelsBenchmark";
    private static final String MODEL = "hone.engine.run.ModelBenchmark";

    /** Empty where the engine came as an archive, without its tests. */
    public static Optional<JmhRun> in(Path folder) throws URISyntaxException {
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
    public double nanos(String site) throws IOException, InterruptedException {
        return nanos(KERNELS, List.of("-p", "site=" + site));
    }

    /** The median of the iterations' nanoseconds of a run of this model on this batch of input. */
    public double nanos(Path artefact, Path input, int batch) throws IOException, InterruptedException {
        return nanos(MODEL, List.of("-p", "artefact=" + artefact, "-p", "input=" + input, "-p", "batch=" + batch));
    }

    private double nanos(String benchmark, List<String> parameters) throws IOException, InterruptedException {
        Path json = folder.resolve("jmh.json");
        // JMH's forks take what JMH's process was given, so all compile as this process does
        List<String> command = new ArrayList<>(JavaProcess.command(tests.toString()));
        command.addAll(List.of("org.openjdk.jmh.Main", benchmark, "-rf", "json", "-rff", json.toString()));
        command.addAll(parameters);
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
