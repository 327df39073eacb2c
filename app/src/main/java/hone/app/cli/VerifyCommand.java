package hone.app.cli;

import hone.engine.Unavailable;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/** Known here so that the help lists it; the work is the checkout's launcher's, which never hands it on. */
@Command(
        name = "verify",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        description = "Run the long checks and print their figures (in a checkout).")
final class VerifyCommand implements Callable<Integer> {
    @Override
    public Integer call() {
        throw new Unavailable(
                "hone verify",
                "it builds from sources, and this is an installed program",
                "run ./hone verify in a checkout");
    }
}
