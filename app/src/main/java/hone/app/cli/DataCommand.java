package hone.app.cli;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** What there is to do with data sets. */
@Command(
        name = "data",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        description = "Fetch the public data sets.",
        subcommands = DataFetchCommand.class)
final class DataCommand implements Runnable {
    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public void run() {
        throw new CommandLine.ParameterException(spec.commandLine(), "name what to do: fetch");
    }
}
