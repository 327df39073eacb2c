package hone.engine;

/** A request that needs more memory than the engine's byte budget leaves; refused before anything is allocated. */
public final class OverBudget extends HoneException {
    private static final long serialVersionUID = 1L;

    private final long requestedBytes;
    private final long availableBytes;

    public OverBudget(String what, long requestedBytes, long availableBytes, String next) {
        super(what, "", "needs " + requestedBytes + " bytes, and " + availableBytes + " are left in the budget", next);
        this.requestedBytes = requestedBytes;
        this.availableBytes = availableBytes;
    }

    public long requestedBytes() {
        return requestedBytes;
    }

    public long availableBytes() {
        return availableBytes;
    }

    @Override
    public int exitCode() {
        return 2;
    }
}
