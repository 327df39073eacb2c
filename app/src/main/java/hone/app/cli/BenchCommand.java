package hone.app.cli;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Benchmarks, each of which is a command of its own. */
@Command(
        name = "bench",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        description = "Time the engine, beside the libraries people would otherwise use.",
        subcommands = {
            BenchKernelsCommand.class,
            BenchSparseCommand.class,
            BenchModelsCommand.class,
            BenchDecodeCommand.class
        })
final class BenchCommand implements Runnable {
    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public void run() {
        throw new CommandLine.ParameterException(
                spec.commandLine(), "name a benchmark: kernels, sparse, models or decode");
    }
}
