package hone.app.cli;

import hone.engine.InvalidInput;
import hone.profiler.certify.Certifier;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Whether a run is certified, and by how many processes. */
final class CertifyOptions {
    @Option(
            names = "--certify",
            description = "also time each side in fresh processes of its own, which takes a minute")
    private boolean certify;

    @Option(
            names = "--forks",
            paramLabel = "N",
            description = "processes of each side for --certify, at least " + Certifier.FEWEST_FORKS + " (default: "
                    + Certifier.USUAL_FORKS + ")")
    private @Nullable Integer forks;

    /**
     * How many; empty where nothing is certified.
     *
     * @throws InvalidInput if they are too few, or asked for without certifying
     */
    OptionalInt forks() {
        if (!certify) {
            if (forks != null) {
                throw new InvalidInput("processes are for certifying", "--forks " + forks, "add --certify");
            }
            return OptionalInt.empty();
        }
        return OptionalInt.of(forks == null ? Certifier.USUAL_FORKS : Certifier.requireForks(forks));
    }
}
