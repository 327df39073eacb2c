package hone.app.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Measures a recipe against a baseline: the studio's main job in the terminal. */
@Command(
        name = "run",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        description = {
            "Measure a model with techniques switched on against a baseline.",
            "Where no other is named, that is good ordinary Java: reordered loops, FP32, one thread, nothing switched on."
        })
final class RunCommand implements Callable<Integer> {
    @Mixin
    private final RunOptions run = new RunOptions();

    @Mixin
    private final CertifyOptions certify = new CertifyOptions();

    @Mixin
    private final PeerOption peer = new PeerOption();

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() {
        run.run(
                certify.forks(),
                peer.peer(),
                spec.commandLine().getOut(),
                spec.commandLine().getErr());
        return 0;
    }
}
