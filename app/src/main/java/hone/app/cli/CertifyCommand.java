package hone.app.cli;

import hone.profiler.certify.Certifier;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The same as {@code run --certify}. */
@Command(
        name = "certify",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        description = {
            "Measure a recipe as hone run does, and again with each side in fresh processes of its own: hone run --certify.",
            "Takes a minute. Where the machine is not quiet nothing is certified, and the reasons are named."
        })
final class CertifyCommand implements Callable<Integer> {
    @Mixin
    private final RunOptions run = new RunOptions();

    @Option(
            names = "--forks",
            paramLabel = "N",
            defaultValue = "" + Certifier.USUAL_FORKS,
            description = "processes of each side, at least " + Certifier.FEWEST_FORKS + " (default: ${DEFAULT-VALUE})")
    private int forks = Certifier.USUAL_FORKS;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() {
        run.run(
                OptionalInt.of(Certifier.requireForks(forks)),
                Optional.empty(),
                spec.commandLine().getOut(),
                spec.commandLine().getErr());
        return 0;
    }
}
