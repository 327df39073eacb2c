package hone.engine;

/** Something this machine, build or model cannot do, with the reason. */
public final class Unavailable extends HoneException {
    private static final long serialVersionUID = 1L;

    public Unavailable(String what, String why, String next) {
        super(what + " is unavailable", "", why, next);
    }

    @Override
    public int exitCode() {
        return 2;
    }
}
