package hone.app.window.model;

/**
 * One plain sentence for the person at the window. Two notices are never equal, so that the same sentence can be said
 * twice.
 */
public final class Notice {
    private final String sentence;
    private final boolean problem;

    public Notice(String sentence, boolean problem) {
        this.sentence = sentence;
        this.problem = problem;
    }

    /** What to say. */
    public String sentence() {
        return sentence;
    }

    /** Whether something went wrong. */
    public boolean isProblem() {
        return problem;
    }
}
