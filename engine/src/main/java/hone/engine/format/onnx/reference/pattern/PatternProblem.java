package hone.engine.format.onnx.reference.pattern;

/** Why a pattern cannot be used; the sentence begins with "its pattern". */
public final class PatternProblem extends Exception {
    private static final long serialVersionUID = 1;

    private final String why;
    private final boolean valid;

    private PatternProblem(String why, boolean valid) {
        super("its pattern " + why);
        this.why = "its pattern " + why;
        this.valid = valid;
    }

    public String why() {
        return why;
    }

    /** What RE2 refuses too. */
    static PatternProblem wrong(String why) {
        return new PatternProblem(why, false);
    }

    /** What RE2 takes and this does not. */
    static PatternProblem tooMuch(String why) {
        return new PatternProblem(why, true);
    }

    /** Whether the pattern is in order, and only not computed here. */
    public boolean isValid() {
        return valid;
    }
}
