package hone.profiler.machine;

import java.util.List;
import java.util.Optional;

/**
 * What the processors and their memory drew between two readings: all of it, whoever used it.
 *
 * @param reason why it is not known; empty where it is
 * @param domains that were read; none where it is not known
 * @param nanos between the readings
 */
public record Energy(Optional<String> reason, List<Domain> domains, long nanos) {
    /**
     * A part of the machine that counts by itself.
     *
     * @param name as the system has it: "package-0", "dram"
     * @param joules it drew
     */
    public record Domain(String name, double joules) {}

    public Energy {
        domains = List.copyOf(domains);
    }

    /** Energy that is not known, for a reason in a plain clause. */
    public static Energy unavailable(String reason) {
        return new Energy(Optional.of(reason), List.of(), 0);
    }

    public boolean available() {
        return reason.isEmpty();
    }

    /** The sum of the domains; NaN where it is not known. */
    public double joules() {
        return available() ? domains.stream().mapToDouble(Domain::joules).sum() : Double.NaN;
    }
}
