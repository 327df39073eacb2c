package hone.engine;

/** A flag that one thread raises and a long piece of work looks at between its steps. */
public final class Cancellation {
    private volatile boolean cancelled;

    /** Asks the work to stop at its next step. */
    public void cancel() {
        cancelled = true;
    }

    public boolean isCancelled() {
        return cancelled;
    }

    /**
     * Stops here where a stop was asked for.
     *
     * @param what the work, as the subject of a sentence: "training"
     * @throws Cancelled if {@link #cancel} was called
     */
    public void check(String what) {
        if (cancelled) {
            throw new Cancelled(what);
        }
    }
}
