package hone.engine.run;

/** What became of the wish that threads share an op. */
public enum Sharing {
    /** Nobody asked. */
    NOT_ASKED,
    /** They do. */
    SHARED,
    /** Handing the work over would cost more than it brings. */
    TOO_SMALL,
    /** Threads together are hardly faster than one on this machine, however large the work. */
    NO_GAIN
}
