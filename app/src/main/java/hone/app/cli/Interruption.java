package hone.app.cli;

import hone.engine.Cancellation;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.IntSupplier;

/**
 * Ctrl-C in the terminal: the work of the command is asked to stop, and the program ends once it has tidied up after itself:
 * closed its files, deleted what it wrote for others, ended the processes it began.
 */
public final class Interruption {
    /** Work looks at its flag several times a second; what does not is left behind. */
    private static final long PATIENCE_SECONDS = 10;

    private static final ScopedValue<Interruption> CURRENT = ScopedValue.newInstance();

    private final Cancellation stop = new Cancellation();
    private final CountDownLatch over = new CountDownLatch(1);
    private volatile boolean asked;

    private Interruption() {}

    /** The flag that Ctrl-C raises, for the command that runs now; one that nobody raises where it is not the program's own. */
    static Cancellation stop() {
        if (!CURRENT.isBound()) {
            return new Cancellation();
        }
        Interruption current = CURRENT.get();
        current.asked = true;
        return current.stop;
    }

    /** Runs the program's command and returns its exit code. */
    public static int during(IntSupplier command) {
        Interruption interruption = new Interruption();
        Thread hook = new Thread(interruption::raise, "hone-interruption");
        Runtime.getRuntime().addShutdownHook(hook);
        try {
            return ScopedValue.where(CURRENT, interruption).call(command::getAsInt);
        } finally {
            interruption.over.countDown();
            forget(hook);
        }
    }

    private void raise() {
        stop.cancel();
        try {
            // A command that never asked for the flag, such as the window, has nothing to wait for
            if (asked && !over.await(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                System.err.println("hone: what was running did not stop within " + PATIENCE_SECONDS + " s");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void forget(Thread hook) {
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException e) {
            // The program is ending already, which is what the hook is for; it has been told that the command is over
        }
    }
}
