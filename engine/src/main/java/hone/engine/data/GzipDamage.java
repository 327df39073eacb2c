package hone.engine.data;

import java.io.IOException;

/** A gzip stream that breaks its format, with the place in the compressed file. */
public final class GzipDamage extends IOException {
    private static final long serialVersionUID = 1L;

    private final long at;
    private final String why;

    GzipDamage(long at, String why) {
        super(why);
        this.at = at;
        this.why = why;
    }

    /** Offset in the compressed file, in bytes. */
    public long at() {
        return at;
    }

    /** What is wrong there. */
    public String why() {
        return why;
    }
}
