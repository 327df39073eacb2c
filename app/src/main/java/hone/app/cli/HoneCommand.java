package hone.app.cli;

import hone.app.StudioStart;
import java.util.Objects;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** The program's first word: without a verb it opens the studio. */
@Command(
        name = "hone",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        synopsisSubcommandLabel = "[COMMAND]",
        description = {
            "See and change the performance of a machine-learning model, with measured numbers.",
            "Without a command it opens the studio; where no window can open, it runs the same job in the terminal."
        },
        footer = {"", "In a checkout there are also: hone test, hone verify, hone package."},
        subcommands = {
            RunCommand.class,
            CertifyCommand.class,
            ScenarioCommand.class,
            AblateCommand.class,
            SweepCommand.class,
            HistoryCommand.class,
            ReportCommand.class,
            RooflineCommand.class,
            ProfileCommand.class,
            MemoryCommand.class,
            TrainCommand.class,
            EvalCommand.class,
            InferCommand.class,
            GenerateCommand.class,
            ImportCommand.class,
            ExportCommand.class,
            LibraryCommand.class,
            InspectCommand.class,
            BenchCommand.class,
            DataCommand.class,
            ConformanceCommand.class,
            DoctorCommand.class,
            ScreenshotCommand.class,
            RehearseCommand.class,
            WorkerVerb.class,
            StressVerb.class,
            SelfCheckCommand.class,
            TestCommand.class,
            VerifyCommand.class,
            PackageCommand.class
        })
public final class HoneCommand implements Callable<Integer> {
    /** The command line, with its error handling. */
    public static CommandLine commandLine() {
        Problems problems = new Problems();
        CommandLine line = new CommandLine(new HoneCommand())
                .setExecutionExceptionHandler(problems)
                .setParameterExceptionHandler(problems);
        for (String verb : new String[] {
            "run",
            "certify",
            "scenario",
            "ablate",
            "sweep",
            "roofline",
            "profile",
            "memory",
            "infer",
            "generate",
            "export",
            "screenshot"
        }) {
            CommandLine taker = Objects.requireNonNull(line.getSubcommands().get(verb));
            taker.getCommandSpec().usageMessage().footer(RecipeHelp.lines());
        }
        ProfileCommand.modelIsOptional(
                Objects.requireNonNull(line.getSubcommands().get("profile")).getCommandSpec());
        return line;
    }

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() {
        return new StudioStart(spec.commandLine().getOut(), spec.commandLine().getErr()).open();
    }
}
