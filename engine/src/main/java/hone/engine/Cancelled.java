package hone.engine;

/** Work that a person stopped; everything it held has been given back. */
public final class Cancelled extends HoneException {
    private static final long serialVersionUID = 1L;

    public Cancelled(String what) {
        super(what + " was cancelled", "", "", "");
    }

    @Override
    public int exitCode() {
        return 130;
    }
}
