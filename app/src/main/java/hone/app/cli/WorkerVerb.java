package hone.app.cli;

import hone.app.Services;
import hone.app.WorkerCommand;
import hone.profiler.certify.ForkTimer;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** What a process of certifying does; not for people. */
@Command(
        name = WorkerVerb.NAME,
        hidden = true,
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        description = "Time one side of a comparison in a process of its own; hone run --certify starts it.")
final class WorkerVerb implements Callable<Integer> {
    static final String NAME = WorkerCommand.VERB;

    @Parameters(index = "0", paramLabel = "JOB", description = "what to time")
    private String job = "";

    @Parameters(index = "1", paramLabel = "RESULT", description = "where the figures go")
    private String result = "";

    @Override
    public Integer call() {
        try (Services services = Services.open()) {
            new ForkTimer(services.pool(), services.budget())
                    .run(ModelOptions.path("JOB", job), ModelOptions.path("RESULT", result), Interruption.stop());
        }
        return 0;
    }
}
