package hone.app;

import hone.app.cli.HoneCommand;
import hone.app.cli.Interruption;

/** The program's entry, once its surroundings are settled: the command line decides what to do. */
public final class Main {
    private Main() {}

    public static void main(String[] arguments) {
        System.exit(Interruption.during(() -> HoneCommand.commandLine().execute(arguments)));
    }
}
