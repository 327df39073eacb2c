package hone.app.cli;

import hone.app.Display;
import hone.app.Home;
import hone.app.Product;
import hone.app.Services;
import hone.engine.kernel.Kernel;
import hone.engine.kernel.Kernels;
import hone.profiler.machine.Energy;
import hone.profiler.machine.EnergyCounters;
import hone.profiler.machine.MachineFacts;
import hone.profiler.machine.NoiseGuard;
import hone.profiler.machine.TwoThreads;
import hone.profiler.report.Noise;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** What this machine gives Hone to work with, and what is missing. */
@Command(
        name = "doctor",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        description = "Say what this machine offers: Java, processor, cores, memory budget, display, noise, libraries.")
final class DoctorCommand implements Callable<Integer> {
    private static final long LISTENING_NANOS = 700_000_000L;

    @Option(names = "--json", paramLabel = "FILE", description = "also write it as JSON")
    private @Nullable String json;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() throws InterruptedException {
        Map<String, Object> facts = new LinkedHashMap<>();
        MachineFacts machine = MachineFacts.read();
        facts.put("product", Product.nameAndVersion());
        facts.put("java", machine.jdk());
        facts.put("system", machine.os());
        facts.put("processor", machine.cpu());
        facts.put("cores", machine.cores());
        facts.put("vectorBits", machine.vectorBits());
        facts.put("memoryBytes", machine.memoryBytes());
        facts.put("largestHeapBytes", Runtime.getRuntime().maxMemory());
        try (Services services = Services.open()) {
            facts.put("engineBudgetBytes", services.budget().limit());
        }
        facts.put("display", Display.find().sentence());
        facts.put("missingLibraries", missing());
        facts.put("home", homeState());
        facts.put("unavailableKernels", unavailableKernels());
        facts.put("twoThreadsTogether", TwoThreads.together());
        noise(facts);
        print(facts);
        if (json != null) {
            facts.computeIfPresent("energy", (_, fact) -> ((EnergyFact) fact).values());
            JsonOutput.write(json, facts);
        }
        return 0;
    }

    private static String missing() {
        String missing = System.getProperty("hone.missing", "").strip();
        return missing.isEmpty()
                ? "none"
                : missing + "; on Debian or Ubuntu: sudo apt-get install -y --no-install-recommends " + missing;
    }

    private static String homeState() {
        Path folder = Home.ofThisPerson().folder();
        Path existing = folder;
        while (existing != null && !Files.exists(existing)) {
            existing = existing.getParent();
        }
        boolean writable = existing != null && Files.isWritable(existing);
        return folder + (writable ? "" : " (not writable: set HONE_HOME to a folder you may write to)");
    }

    private static List<String> unavailableKernels() {
        return Kernels.ALL.stream()
                .<Optional<String>>map(kernel -> kernel.unavailableReason().map(reason -> name(kernel) + ": " + reason))
                .flatMap(Optional::stream)
                .toList();
    }

    private static String name(Kernel<?> kernel) {
        return kernel.op().getSimpleName() + "/" + kernel.id();
    }

    private static void noise(Map<String, Object> facts) {
        EnergyCounters counters = new EnergyCounters();
        EnergyCounters.Reading before = counters.now();
        NoiseGuard guard = NoiseGuard.before();
        LockSupport.parkNanos(LISTENING_NANOS);
        Noise noise = guard.after();
        facts.put("energy", new EnergyFact(EnergyCounters.between(before, counters.now())));
        facts.put("governor", noise.governor());
        facts.put("battery", String.valueOf(noise.battery()));
        facts.put("temperature", String.valueOf(noise.temperature()));
        facts.put("loadOfOthers", noise.loadOfOthers());
        List<String> said = new ArrayList<>(noise.warnings());
        said.addAll(noise.remarks());
        facts.put("noise", said.isEmpty() ? List.of("quiet") : said);
    }

    /** What the machine draws now, or why nobody knows. */
    private record EnergyFact(Energy energy) {
        Map<String, Object> values() {
            Map<String, Object> values = new LinkedHashMap<>();
            values.put("available", energy.available());
            values.put("reason", energy.reason().orElse(null));
            values.put("watts", energy.available() ? watts() : null);
            values.put("domains", energy.domains());
            return values;
        }

        private double watts() {
            return energy.joules() / (energy.nanos() / 1e9);
        }

        @Override
        public String toString() {
            return energy.reason()
                    .map(reason -> "unavailable: " + reason)
                    .orElseGet(() -> String.format(Locale.ROOT, "%.1f W now, processors and their memory", watts()));
        }
    }

    private void print(Map<String, Object> facts) {
        PrintWriter out = spec.commandLine().getOut();
        facts.forEach((key, value) -> out.printf(Locale.ROOT, "%-20s %s%n", words(key), text(key, value)));
        out.flush();
    }

    private static String words(String key) {
        return key.replaceAll("([A-Z])", " $1").toLowerCase(Locale.ROOT).replace(" bytes", "");
    }

    private static String text(String key, Object value) {
        if (value instanceof List<?> list) {
            return list.isEmpty()
                    ? "none"
                    : String.join("; ", list.stream().map(Object::toString).toList());
        }
        if (key.endsWith("Bytes") && value instanceof Long bytes) {
            return String.format(Locale.ROOT, "%.1f GiB", bytes / (double) (1 << 30));
        }
        if (value instanceof Double number) {
            return String.format(Locale.ROOT, "%.2f processors", number);
        }
        return value.toString();
    }
}
