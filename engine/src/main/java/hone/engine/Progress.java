package hone.engine;

/** Hears how far a long piece of work has come; called on the working thread, so it must return at once. */
@FunctionalInterface
public interface Progress {
    /** Nobody listens. */
    Progress NONE = (fraction, what) -> {};

    /**
     * @param fraction of the work done, from 0 to 1
     * @param what a few words on the step under way
     */
    void report(double fraction, String what);
}
