package hone.app.cli;

import hone.engine.Unavailable;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/** Known here so that the help lists it; the work is the checkout's launcher's, which never hands it on. */
@Command(
        name = "test",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        description = "Run every test, headless (in a checkout).")
final class TestCommand implements Callable<Integer> {
    @Override
    public Integer call() {
        throw new Unavailable(
                "hone test",
                "it builds from sources, and this is an installed program",
                "run ./hone test in a checkout");
    }
}
