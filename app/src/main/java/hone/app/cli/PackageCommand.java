package hone.app.cli;

import hone.engine.Unavailable;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/** Known here so that the help lists it; the work is the checkout's launcher's, which never hands it on. */
@Command(
        name = "package",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        description = "Make the app image, the portable archive and, on Debian, the .deb (in a checkout).")
final class PackageCommand implements Callable<Integer> {
    @Override
    public Integer call() {
        throw new Unavailable(
                "hone package",
                "it builds from sources, and this is an installed program",
                "run ./hone package in a checkout");
    }
}
