package hone.app.cli;

import hone.profiler.selfcheck.Stressor;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/** What the busy process of a self-check does; not for people. */
@Command(
        name = StressVerb.NAME,
        hidden = true,
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        description = "Keep a processor busy for half a minute; hone selfcheck starts and ends it.")
final class StressVerb implements Callable<Integer> {
    static final String NAME = "stress";

    @Override
    public Integer call() {
        return Stressor.work(Stressor.SECONDS) == 0 ? 1 : 0;
    }
}
