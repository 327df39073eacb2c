package hone.profiler;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;

/** What disturbs a measurement, until it is closed. */
public interface Disturbance extends AutoCloseable {
    @Override
    void close();

    /** Nothing. */
    static Disturbance none() {
        return () -> {};
    }

    /** A thread of this process that collects garbage again and again. */
    static Disturbance collections() {
        return thread(() -> {
            System.gc();
            Thread.sleep(2);
        });
    }

    /** Threads of this process that stop all others to look at them, again and again. */
    static Disturbance safepoints() {
        return thread(() -> {
            for (int i = 0; i < 20; i++) {
                ManagementFactory.getThreadMXBean().dumpAllThreads(true, true);
            }
            Thread.sleep(10);
        });
    }

    /** A thread of this process that keeps Java's compilers busy with code that they have not seen. */
    static Disturbance compilations() {
        return thread(() -> {
            FreshCode.run();
            Thread.sleep(5);
        });
    }

    /** Another process that keeps every processor busy for some milliseconds, now and then. */
    static Disturbance bursts() {
        return process("bursts");
    }

    /** Another process that keeps one processor busy. */
    static Disturbance load() {
        return process("load");
    }

    /** What a thread does again and again. */
    interface Step {
        void run() throws InterruptedException;
    }

    private static Disturbance thread(Step step) {
        Thread thread = Thread.ofPlatform().daemon().start(() -> {
            try {
                while (!Thread.interrupted()) {
                    step.run();
                }
            } catch (InterruptedException _) {
                Thread.currentThread().interrupt();
            }
        });
        return () -> {
            thread.interrupt();
            try {
                thread.join();
            } catch (InterruptedException _) {
                Thread.currentThread().interrupt();
            }
        };
    }

    private static Disturbance process(String what) {
        List<String> command = new ArrayList<>(JavaProcess.command());
        command.addAll(List.of(Other.class.getName(), what));
        try {
            Process process = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            Thread.sleep(500);
            return () -> process.destroyForcibly().onExit().join();
        } catch (IOException e) {
            throw new IllegalStateException("no process could be started", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** The other process. */
    final class Other {
        private static final long BURST_NANOS = 25_000_000;
        private static final long PAUSE_MILLIS = 60;
        private static final long MOST_NANOS = 120_000_000_000L;

        private Other() {}

        public static void main(String[] arguments) throws InterruptedException {
            boolean bursts = arguments[0].equals("bursts");
            int threads = bursts ? 4 * Runtime.getRuntime().availableProcessors() : 1;
            List<Thread> all = new ArrayList<>();
            for (int i = 0; i < threads; i++) {
                all.add(Thread.ofPlatform().start(() -> work(bursts)));
            }
            for (Thread thread : all) {
                thread.join();
            }
        }

        /** Bursts of all threads come together: they go by the clock. */
        private static void work(boolean bursts) {
            long begin = System.nanoTime();
            long period = BURST_NANOS + PAUSE_MILLIS * 1_000_000;
            try {
                while (System.nanoTime() - begin < MOST_NANOS) {
                    if (bursts) {
                        Thread.sleep((period - System.nanoTime() % period) / 1_000_000);
                    }
                    long start = System.nanoTime();
                    while (System.nanoTime() - start < BURST_NANOS) {
                        Thread.onSpinWait();
                    }
                }
            } catch (InterruptedException _) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
