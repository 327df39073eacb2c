package hone.profiler.certify;

import hone.engine.Cancellation;
import hone.engine.Cancelled;
import hone.engine.IoReason;
import hone.engine.Unavailable;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Starts a process for one job, waits for it, and ends it where the wait is over sooner. */
final class ForkProcess {
    private static final String WHAT = "certifying";
    private static final long LOOK_MILLIS = 50;
    private static final int MOST_LETTERS = 400;

    private final List<String> command;
    private final long mostNanos;

    /**
     * @param command that starts this program as a worker; the job's and the result's files are added
     * @param mostNanos after which a process counts as hung
     */
    ForkProcess(List<String> command, long mostNanos) {
        this.command = List.copyOf(command);
        this.mostNanos = mostNanos;
    }

    /**
     * What the process found.
     *
     * @throws Cancelled if it was stopped; the process is gone then
     * @throws Unavailable if no process can be started here, or it ended without a result
     */
    ForkResult run(Path job, Path result, Cancellation stop) {
        Path said = result.resolveSibling(result.getFileName() + ".txt");
        List<String> words = new ArrayList<>(command);
        words.add(job.toString());
        words.add(result.toString());
        try {
            Files.deleteIfExists(result);
            Process process = new ProcessBuilder(words)
                    .redirectErrorStream(true)
                    .redirectOutput(said.toFile())
                    .start();
            try {
                wait(process, stop);
            } finally {
                process.destroyForcibly().onExit().join(); // gone when this returns, as its folder will be
            }
            if (process.exitValue() != 0) {
                throw failed("its process ended with " + process.exitValue() + ": " + end(said));
            }
            return ForkFiles.read(result, ForkResult.class);
        } catch (IOException e) {
            throw failed("no process could be started: " + IoReason.of(e));
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            throw new Cancelled(WHAT);
        }
    }

    private void wait(Process process, Cancellation stop) throws InterruptedException {
        long start = System.nanoTime();
        while (!process.waitFor(LOOK_MILLIS, TimeUnit.MILLISECONDS)) {
            stop.check(WHAT);
            if (System.nanoTime() - start > mostNanos) {
                throw failed("a process did not end within " + mostNanos / 1_000_000_000 + " s");
            }
        }
        stop.check(WHAT);
    }

    private static Unavailable failed(String why) {
        return new Unavailable(WHAT, why, "the live figures hold as they are");
    }

    private static String end(Path said) throws IOException {
        String text = new String(Files.readAllBytes(said), StandardCharsets.UTF_8).strip();
        return text.substring(Math.max(0, text.length() - MOST_LETTERS)).replace('\n', ' ');
    }
}
