package hone.engine.format.onnx.reference.pattern;

import java.util.Optional;

/** A pattern's characters, and the place up to which they have been read. */
final class PatternText {
    private final String text;
    private int at;

    PatternText(String text) {
        this.text = text;
    }

    boolean ends() {
        return at >= text.length();
    }

    /** How many chars have been read. */
    int place() {
        return at;
    }

    void backTo(int place) {
        at = place;
    }

    boolean startsWith(String expected) {
        return text.startsWith(expected, at);
    }

    /** Reads what is expected, if it stands here. */
    boolean next(String expected) {
        if (!startsWith(expected)) {
            return false;
        }
        at += expected.length();
        return true;
    }

    int character() throws PatternProblem {
        if (ends()) {
            throw PatternProblem.wrong("ends too early");
        }
        int c = text.codePointAt(at);
        at += Character.charCount(c);
        return c;
    }

    /** Whether a digit of the base stands here; those outside ASCII are none. */
    boolean isDigit(int base) {
        return !ends() && digit(text.charAt(at), base) >= 0;
    }

    /** Reads the digit that stands here. */
    int digit(int base) {
        return digit(text.charAt(at++), base);
    }

    /** A character's value as a digit, negative where it is none of ASCII's. */
    static int digit(char c, int base) {
        return c < 0x80 ? Character.digit(c, base) : -1;
    }

    /** Reads so many chars, if there are as many. */
    Optional<String> chars(int count) {
        return count > text.length() - at ? Optional.empty() : Optional.of(upTo(at + count));
    }

    /** Reads what stands before the next end, and the end with it, if there is one. */
    Optional<String> before(String end) {
        int close = text.indexOf(end, at);
        if (close < 0) {
            return Optional.empty();
        }
        String before = upTo(close);
        at += end.length();
        return Optional.of(before);
    }

    private String upTo(int end) {
        String read = text.substring(at, end);
        at = end;
        return read;
    }
}
