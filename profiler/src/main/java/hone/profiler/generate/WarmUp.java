package hone.profiler.generate;

import hone.engine.Cancellation;
import hone.profiler.machine.CompilerQueue;
import java.lang.management.CompilationMXBean;
import java.lang.management.ManagementFactory;

/**
 * Writing for nothing until Java has compiled what writing needs. Vector kernels run hundreds of times slower before, and
 * wait for the compiler at a steady pace, so a pace that no longer changes says little: it goes on until the compiler has
 * finished nothing for a while either.
 */
public final class WarmUp {
    private static final int TOKENS = 16;
    private static final double NANOS = 1e9;

    /** The compiler takes up to seconds for one kernel, and its time is counted when it is done. */
    private static final long QUIET_NANOS = 1_500_000_000L;

    /** How much more compiling may still end in the quiet time: what is compiled then are small things beside. */
    private static final long QUIET_MILLIS = 20;

    private static final double BETTER = 0.9;

    private final double most;

    /**
     * What came of it.
     *
     * @param seconds that it took
     * @param warm whether the compiler was done; otherwise what is timed now may still be cold
     */
    public record Result(double seconds, boolean warm) {}

    /** @param most seconds, at the most; 0 for none at all */
    public WarmUp(double most) {
        this.most = most;
    }

    /**
     * Writes until it is warm.
     *
     * @throws hone.engine.Cancelled if it was stopped
     */
    public Result run(TimedGenerator generator, int[] prompt, int tokens, Cancellation stop) {
        CompilationMXBean compiler = ManagementFactory.getCompilationMXBean();
        CompilerQueue queue = new CompilerQueue();
        long start = System.nanoTime();
        long calm = start;
        long compiled = compiled(compiler);
        double fastest = Double.MAX_VALUE;
        long now = start;
        while (now - start < most * NANOS && now - calm < QUIET_NANOS) {
            generator.generate(prompt, Math.min(tokens, TOKENS), _ -> {}, stop);
            long done = System.nanoTime();
            double pass = done - now;
            now = done;
            if (pass < BETTER * fastest || compiled(compiler) - compiled > QUIET_MILLIS || queue.holdsKernels()) {
                calm = now;
                compiled = compiled(compiler);
            }
            fastest = Math.min(fastest, pass);
        }
        return new Result((now - start) / NANOS, now - calm >= QUIET_NANOS);
    }

    /** Milliseconds that compiling has taken; 0 where this Java does not say, so that the pace alone decides. */
    private static long compiled(CompilationMXBean compiler) {
        return compiler != null && compiler.isCompilationTimeMonitoringSupported()
                ? compiler.getTotalCompilationTime()
                : 0;
    }
}
