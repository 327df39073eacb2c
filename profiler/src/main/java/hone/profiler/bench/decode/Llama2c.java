package hone.profiler.bench.decode;

import hone.engine.Cancellation;
import hone.engine.InvalidInput;
import hone.engine.IoReason;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The binaries of karpathy/llama2.c, run as processes of their own: {@code run} for float32 and {@code runq} for INT8.
 *
 * @param run absolute
 * @param runq absolute; empty where none lies beside it
 */
public record Llama2c(Path run, Optional<Path> runq) {
    /** The name of the peer in reports. */
    public static final String ID = "llama2c";

    private static final String OPTION = "--llama2c";
    private static final Pattern SPEED = Pattern.compile("achieved tok/s: ([0-9.]+)");
    private static final long PATIENCE_NANOS = TimeUnit.MINUTES.toNanos(10);
    private static final int SEED = 1;

    /**
     * What one run gave.
     *
     * @param tokensPerSecond as the binary says
     * @param tokens it chose, read off what it printed
     */
    record Answer(double tokensPerSecond, int[] tokens) {}

    /**
     * Finds the binaries.
     *
     * @param path of the binary, or of the folder that holds {@code run} and perhaps {@code runq}
     * @throws InvalidInput if there is nothing there that can be run
     */
    public static Llama2c at(String path) {
        Path named;
        try {
            named = Path.of(path).toAbsolutePath().normalize();
        } catch (InvalidPathException e) {
            throw new InvalidInput("this is no path of a llama2.c binary", OPTION + " " + path, e.getReason());
        }
        Path run = Files.isDirectory(named) ? named.resolve("run") : named;
        if (!Files.isRegularFile(run) || !Files.isExecutable(run)) {
            throw new InvalidInput(
                    "there is no llama2.c binary", OPTION + " " + path, run + " is no file that can be run");
        }
        return new Llama2c(run, Optional.of(run.resolveSibling("runq")).filter(Files::isExecutable));
    }

    /** What is run for one type of weights; INT4, which llama2.c lacks, is compared with its INT8. */
    Optional<Path> binary(DecodeType type) {
        return type == DecodeType.FLOAT32 ? Optional.of(run) : runq;
    }

    /** As a person would type it. */
    static List<String> command(Path binary, String checkpoint, int tokens) {
        return List.of(
                binary.toString(), checkpoint, "-t", "0", "-s", Integer.toString(SEED), "-n", Integer.toString(tokens));
    }

    /** A sentence on what runs and how. */
    public String text(int threads, int tokens) {
        return String.join(" ", command(run, "model.bin", tokens))
                + runq.map(path -> ", " + path + " for INT8 and INT4").orElse("; no runq beside it for INT8 and INT4")
                + "; OMP_NUM_THREADS=" + threads;
    }

    /**
     * Decodes with a binary.
     *
     * @param folder that holds the checkpoint and tokenizer.bin, which the binary reads from where it runs
     * @throws InvalidInput if it fails or does not answer as llama2.c does
     */
    static Answer decode(Path binary, Path folder, String checkpoint, int tokens, int threads, Cancellation stop) {
        Path out = folder.resolve("out.txt");
        Path err = folder.resolve("err.txt");
        ProcessBuilder builder = new ProcessBuilder(command(binary, checkpoint, tokens))
                .directory(folder.toFile())
                .redirectOutput(out.toFile())
                .redirectError(err.toFile());
        builder.environment().put("OMP_NUM_THREADS", Integer.toString(threads));
        try {
            int code = finished(builder.start(), binary, stop);
            String printed = Files.readString(out, StandardCharsets.ISO_8859_1);
            String said = Files.readString(err, StandardCharsets.ISO_8859_1);
            if (code != 0) {
                throw odd(binary, "it ended with code " + code + lastLine(said));
            }
            Matcher speed = SPEED.matcher(said + printed);
            if (!speed.find()) {
                throw odd(binary, "it printed no line \"achieved tok/s\"" + lastLine(said));
            }
            int[] chosen = tokens(printed, binary);
            if (chosen.length != tokens) {
                throw odd(binary, "it decoded " + chosen.length + " tokens instead of " + tokens);
            }
            double tokensPerSecond = Double.parseDouble(speed.group(1));
            if (!(tokensPerSecond > 0 && tokensPerSecond < Double.POSITIVE_INFINITY)) {
                throw odd(binary, "it claims " + speed.group(1) + " tokens a second; ask for more tokens");
            }
            return new Answer(tokensPerSecond, chosen);
        } catch (IOException e) {
            throw odd(binary, IoReason.of(e));
        } catch (NumberFormatException e) {
            throw odd(binary, "what it printed is no number: " + e.getMessage());
        }
    }

    private static int finished(Process process, Path binary, Cancellation stop) {
        try {
            long start = System.nanoTime();
            while (!process.waitFor(100, TimeUnit.MILLISECONDS)) {
                stop.check("the benchmark");
                if (System.nanoTime() - start > PATIENCE_NANOS) {
                    throw odd(binary, "it did not end within ten minutes");
                }
            }
            return process.exitValue();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw odd(binary, "the wait for it was interrupted");
        } finally {
            process.destroyForcibly();
        }
    }

    /** The numbers before the commas. */
    private static int[] tokens(String printed, Path binary) {
        String line = printed.strip();
        int end = line.lastIndexOf(',');
        if (end < 0) {
            throw odd(binary, "it printed none of the tokens that its tokenizer spells");
        }
        return Arrays.stream(line.substring(0, end).split(",", -1))
                .mapToInt(Integer::parseInt)
                .toArray();
    }

    private static String lastLine(String text) {
        String stripped = text.strip();
        return stripped.isEmpty() ? "" : ": " + stripped.substring(stripped.lastIndexOf('\n') + 1);
    }

    private static InvalidInput odd(Path binary, String why) {
        return new InvalidInput("llama2.c cannot be compared with", OPTION + " " + binary, why);
    }
}
