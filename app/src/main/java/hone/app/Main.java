package hone.app;

import hone.app.cli.HoneCommand;

/** The program's entry, once its surroundings are settled: the command line decides what to do. */
public final class Main {
    private Main() {}

    public static void main(String[] arguments) {
        System.exit(HoneCommand.commandLine().execute(arguments));
    }
}
