package hone.profiler.selfcheck;

import hone.engine.IoReason;
import hone.engine.Unavailable;
import hone.profiler.machine.NoiseGuard;
import hone.profiler.report.Noise;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

/** Another process that keeps a processor busy: does the noise guard notice? */
public final class Stressor {
    /** Longest that the process of a check works; it is ended sooner. */
    public static final int SECONDS = 30;

    private static final long STARTING_NANOS = 1_500_000_000L;
    private static final long LISTENING_NANOS = 1_000_000_000L;

    private Stressor() {}

    /** What the process does: works for so many seconds, on the calling thread. */
    public static long work(int seconds) {
        long end = System.nanoTime() + seconds * 1_000_000_000L;
        long x = 1;
        while (System.nanoTime() < end) {
            for (int i = 0; i < 10_000; i++) {
                x ^= x << 13;
                x ^= x >>> 7;
                x ^= x << 17;
            }
        }
        return x;
    }

    /**
     * Whether the guard warned of other processes while one worked.
     *
     * @param command that starts this program for {@link #work}
     * @throws Unavailable if no process can be started here
     */
    static boolean warned(List<String> command) {
        try {
            Process process = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            try {
                LockSupport.parkNanos(STARTING_NANOS);
                NoiseGuard guard = NoiseGuard.before();
                LockSupport.parkNanos(LISTENING_NANOS);
                Noise noise = guard.after();
                return process.isAlive()
                        && NoiseGuard.isLoaded(noise)
                        && !noise.warnings().isEmpty();
            } finally {
                process.destroyForcibly();
            }
        } catch (IOException e) {
            throw new Unavailable("the check with a busy process", IoReason.of(e), "");
        }
    }
}
