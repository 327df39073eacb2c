package hone.engine.badinput;

import com.sun.management.ThreadMXBean;
import hone.engine.Cancellation;
import hone.engine.HoneException;
import hone.engine.InvalidInput;
import hone.engine.OverBudget;
import hone.engine.Unavailable;
import hone.engine.memory.MemoryBudget;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;

/**
 * Reads files in the place of a person who got them from a stranger, and says what was wrong with how that went: a declared
 * refusal in one sentence that names the file, or a result; heap and native memory together within twice the files and
 * the format's allowance; an end within ten seconds.
 */
public final class Bounded implements AutoCloseable {
    /** A reader that takes longer hangs. */
    public static final long MOST_SECONDS = 10;

    private static final int LONGEST_SENTENCE = 1_000;
    private static final long NATIVE_BYTES = 1L << 30;
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    private final Path folder;
    private ExecutorService worker = worker();

    private static ExecutorService worker() {
        return Executors.newSingleThreadExecutor(task -> {
            Thread thread = new Thread(task, "reader of bad input");
            thread.setDaemon(true);
            return thread;
        });
    }

    /** @param folder of its own, which is emptied before each reading */
    public Bounded(Path folder) {
        this.folder = folder;
    }

    /**
     * What came of it.
     *
     * @param nanos that reading took
     * @param bytes of heap and native memory that it allocated
     * @param refusal the sentence; empty where the files were read
     * @param defect what must not be; empty where all is well
     */
    public record Outcome(long nanos, long bytes, Optional<String> refusal, Optional<String> defect) {}

    /** Reads files that are wrong. */
    public Outcome read(BadFormat format, Bad bad) {
        write(bad.files());
        Cancellation stop = new Cancellation();
        Future<Outcome> reading = worker.submit(() -> reading(format, bad, stop));
        try {
            return reading.get(MOST_SECONDS, TimeUnit.SECONDS);
        } catch (TimeoutException _) {
            stop.cancel();
            worker.shutdownNow();
            worker = worker();
            return new Outcome(
                    TimeUnit.SECONDS.toNanos(MOST_SECONDS),
                    0,
                    Optional.empty(),
                    Optional.of("it takes more than " + MOST_SECONDS + " s"));
        } catch (ExecutionException e) {
            return new Outcome(0, 0, Optional.empty(), Optional.of(trace(e)));
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private Outcome reading(BadFormat format, Bad bad, Cancellation stop) {
        MemoryBudget budget = new MemoryBudget(NATIVE_BYTES);
        Optional<String> refusal = Optional.empty();
        Optional<String> defect = Optional.empty();
        long before = THREADS.getCurrentThreadAllocatedBytes();
        long start = System.nanoTime();
        try {
            format.read(folder, budget, stop);
        } catch (InvalidInput | Unavailable | OverBudget declared) {
            refusal = Optional.of(declared.getMessage());
            defect = fault(declared, bad);
        } catch (Throwable escaped) {
            defect = Optional.of(trace(escaped));
        }
        long nanos = System.nanoTime() - start;
        long bytes = THREADS.getCurrentThreadAllocatedBytes() - before + budget.peak();
        long most = 2 * bad.bytes() + format.allowance();
        if (defect.isEmpty() && bytes > most) {
            defect = Optional.of("it allocates " + bytes + " bytes where " + most + " are allowed");
        }
        if (defect.isEmpty() && refusal.isEmpty() && !bad.mayBeRead()) {
            defect = Optional.of("it is not refused");
        }
        return new Outcome(nanos, bytes, refusal, defect);
    }

    private Optional<String> fault(HoneException declared, Bad bad) {
        String sentence = declared.getMessage();
        boolean named = !(declared instanceof InvalidInput)
                || sentence.contains(folder.toString())
                || bad.files().keySet().stream().anyMatch(file -> sentence.contains(last(file)));
        return sentence.lines().count() != 1
                ? Optional.of("not one line: " + sentence)
                : sentence.chars().anyMatch(Character::isISOControl)
                        ? Optional.of("a control character: " + sentence)
                        : sentence.length() > LONGEST_SENTENCE
                                ? Optional.of("a long sentence: " + sentence.length())
                                : declared.what().isBlank() || declared.why().isBlank()
                                        ? Optional.of("what or why is missing: " + sentence)
                                        : !named
                                                ? Optional.of("no file is named: " + sentence)
                                                : sentence.contains(bad.reason())
                                                        ? Optional.empty()
                                                        : Optional.of(
                                                                "\"" + bad.reason() + "\" is not said: " + sentence);
    }

    private static String last(String file) {
        return file.substring(file.lastIndexOf('/') + 1);
    }

    private static String trace(Throwable escaped) {
        StringWriter text = new StringWriter();
        escaped.printStackTrace(new PrintWriter(text));
        return text.toString().lines().limit(14).reduce("", (all, line) -> all + "\n    " + line);
    }

    private void write(Map<String, byte[]> files) {
        try {
            clear();
            for (var file : files.entrySet()) {
                Path path = folder.resolve(file.getKey());
                Files.createDirectories(path.getParent());
                Files.write(path, file.getValue());
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void clear() throws IOException {
        if (Files.exists(folder)) {
            try (Stream<Path> all = Files.walk(folder)) {
                for (Path each : all.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(each);
                }
            }
        }
        Files.createDirectories(folder);
    }

    @Override
    public void close() {
        worker.shutdownNow();
    }
}
