package hone.app.cli;

import hone.engine.HoneException;
import java.io.PrintWriter;
import picocli.CommandLine;

/**
 * How errors reach the terminal: one sentence and an exit code. What Hone raised on purpose has both; what picocli finds
 * wrong with the words is bad input; anything else is a defect, and shows its trace so that it can be reported.
 */
final class Problems implements CommandLine.IExecutionExceptionHandler, CommandLine.IParameterExceptionHandler {
    private static final int BAD_INPUT = 2;
    private static final int DEFECT = 1;

    @Override
    public int handleExecutionException(Exception thrown, CommandLine command, CommandLine.ParseResult parsed) {
        PrintWriter err = command.getErr();
        if (thrown instanceof HoneException declared) {
            err.println("hone: " + declared.getMessage());
            return declared.exitCode();
        }
        if (thrown instanceof CommandLine.ParameterException wrong) {
            return handleParseException(wrong, parsed.originalArgs().toArray(String[]::new));
        }
        err.println("hone: this is a defect of the program, please report it: " + thrown);
        thrown.printStackTrace(err);
        return DEFECT;
    }

    @Override
    public int handleParseException(CommandLine.ParameterException wrong, String[] arguments) {
        CommandLine command = wrong.getCommandLine();
        String sentence = String.valueOf(wrong.getMessage()).replace('\n', ' ');
        command.getErr()
                .println("hone: " + sentence + "; see "
                        + command.getCommandSpec().qualifiedName() + " --help");
        return BAD_INPUT;
    }
}
