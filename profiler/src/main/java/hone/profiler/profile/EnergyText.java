package hone.profiler.profile;

import hone.profiler.machine.Energy;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** The energy of a recorded interval, for people and for programs. */
public final class EnergyText {
    private EnergyText() {}

    /**
     * A sentence.
     *
     * @param runs that were made meanwhile
     */
    public static String of(Energy energy, long runs) {
        return energy.reason()
                .map(reason -> "\nEnergy: unavailable: " + reason + "\n")
                .orElseGet(() -> String.format(
                        Locale.ROOT,
                        "%nEnergy: %.3g J a run, %.4g J over %.2f s (%s): all that the processors and their memory drew"
                                + " meanwhile, idling and other programs too%n",
                        energy.joules() / Math.max(1, runs),
                        energy.joules(),
                        energy.nanos() / 1e9,
                        energy.domains().stream()
                                .map(domain -> String.format(Locale.ROOT, "%s %.4g J", domain.name(), domain.joules()))
                                .collect(Collectors.joining(", "))));
    }

    /**
     * The same as values: available, reason, joules, joulesPerRun, runs, nanos, domains.
     *
     * @param runs that were made meanwhile
     */
    public static Map<String, Object> values(Energy energy, long runs) {
        Map<String, Object> values = new LinkedHashMap<>();
        values.put("available", energy.available());
        values.put("reason", energy.reason().orElse(null));
        values.put("joules", energy.available() ? energy.joules() : null);
        values.put("joulesPerRun", energy.available() && runs > 0 ? energy.joules() / runs : null);
        values.put("runs", runs);
        values.put("nanos", energy.nanos());
        values.put("domains", energy.domains());
        return values;
    }
}
