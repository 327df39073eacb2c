package hone.engine;

/** A file, argument, size or setting that cannot be used as given; nothing was changed. */
public final class InvalidInput extends HoneException {
    private static final long serialVersionUID = 1L;

    public InvalidInput(String what, String where, String why, String next) {
        super(what, where, why, next);
    }

    public InvalidInput(String what, String where, String why) {
        this(what, where, why, "");
    }

    @Override
    public int exitCode() {
        return 2;
    }
}
