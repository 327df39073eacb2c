package hone.app.cli;

import hone.app.ScreenshotJob;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/**
 * Builds the studio's window on the headless platform and ends. The launcher runs it once after a build, to list the
 * classes that a start loads; from that list Java makes the archive that later starts read. Not for people, so not in the
 * help.
 */
@Command(name = "rehearse", hidden = true, description = "Build the window, offscreen, and end.")
final class RehearseCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() {
        new ScreenshotJob(spec.commandLine().getErr()).rehearse();
        return 0;
    }
}
