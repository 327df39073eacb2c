package hone.engine;

/**
 * The one family of errors that Hone raises on purpose. Each says what failed, where, why, and what a person can do
 * next, and reads as one plain sentence. Anything else that escapes is a defect of Hone itself.
 */
public abstract sealed class HoneException extends RuntimeException
        permits InvalidInput, OverBudget, Cancelled, Unavailable {
    private static final long serialVersionUID = 1L;

    private final String what;
    private final String where;
    private final String why;
    private final String next;

    HoneException(String what, String where, String why, String next) {
        super(sentence(what, where, why, next));
        this.what = what;
        this.where = where;
        this.why = why;
        this.next = next;
    }

    private static String sentence(String what, String where, String why, String next) {
        StringBuilder text = new StringBuilder(what);
        if (!where.isEmpty()) {
            text.append(" (").append(where).append(')');
        }
        if (!why.isEmpty()) {
            text.append(": ").append(why);
        }
        if (!next.isEmpty()) {
            text.append("; ").append(next);
        }
        return text.toString();
    }

    /** The whole sentence. */
    @Override
    public String getMessage() {
        return sentence(what, where, why, next);
    }

    /** What failed, such as "cannot read the image file". */
    public String what() {
        return what;
    }

    /** Where: a file and byte offset, an argument, a node; empty where there is no place to name. */
    public String where() {
        return where;
    }

    /** Why, with the numbers that disagree. */
    public String why() {
        return why;
    }

    /** What a person can do next; empty where there is nothing useful to say. */
    public String next() {
        return next;
    }

    /** The command line's exit code for this error: 2 for bad input or a refusal, 130 for a cancelled run. */
    public abstract int exitCode();
}
