package hone.engine.format.onnx.reference.pattern;

/** Reads how many times what stands before may repeat. */
final class TimesReader {
    /** RE2's own limit for counted repetitions. */
    private static final int MOST_TIMES = 1000;

    private final PatternText text;

    TimesReader(PatternText text) {
        this.text = text;
    }

    /** The part, repeated as what stands here says; whether as often or as rarely as can be does not change what matches. */
    Part repeated(Part part) throws PatternProblem {
        int[] times = times();
        if (times.length == 0) {
            return part;
        }
        text.next("?");
        if (times().length > 0) {
            throw PatternProblem.wrong("repeats a repetition, which RE2 does not do");
        }
        return new Part.Again(part, times[0], times[1]);
    }

    /** Least and most, where a repetition stands here; a most below 0 is without end. */
    private int[] times() throws PatternProblem {
        if (text.next("*")) {
            return new int[] {0, -1};
        }
        if (text.next("+")) {
            return new int[] {1, -1};
        }
        if (text.next("?")) {
            return new int[] {0, 1};
        }
        int start = text.place();
        if (text.next("{")) {
            int least = number();
            boolean open = text.next(",");
            int most = open ? number() : least;
            if (least >= 0 && text.next("}")) {
                if (Math.max(least, most) > MOST_TIMES || (most >= 0 && most < least)) {
                    throw PatternProblem.wrong("repeats from " + least + " to " + most + " times");
                }
                return new int[] {least, most};
            }
        }
        text.backTo(start);
        return new int[0];
    }

    /** Digits; negative where there are none. */
    private int number() {
        int number = -1;
        while (text.isDigit(10)) {
            number = Math.min(Math.max(0, number) * 10 + text.digit(10), 2 * MOST_TIMES);
        }
        return number;
    }
}
