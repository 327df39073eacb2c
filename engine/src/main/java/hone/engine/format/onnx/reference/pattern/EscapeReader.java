package hone.engine.format.onnx.reference.pattern;

import java.util.function.IntPredicate;

/** Reads what a backslash makes of the characters behind it, where that is a character or a set with a name. */
final class EscapeReader {
    private final PatternText text;

    EscapeReader(PatternText text) {
        this.text = text;
    }

    /** Behind {@code \p}, or {@code \P} for all others: a letter, or a name in braces. */
    IntPredicate unicode(boolean others) throws PatternProblem {
        String name = Character.toString(text.character());
        boolean not = others;
        if (name.equals("{")) {
            not ^= text.next("^");
            name = text.before("}").orElseThrow(() -> PatternProblem.wrong("has a set \\p{ that is not closed"));
        }
        IntPredicate set = CharacterSets.unicode(name);
        return not ? set.negate() : set;
    }

    /** The character that a letter, digits or a sign behind a backslash stand for; the first of them is read already. */
    int literal(int c) throws PatternProblem {
        int simple = "afnrtv".indexOf(c);
        if (simple >= 0) {
            return "\u0007\f\n\r\t\u000B".charAt(simple);
        }
        if (c == 'x') {
            return hexadecimal();
        }
        if (c == '0' || (c >= '1' && c <= '7' && text.isDigit(8))) {
            int value = c - '0';
            for (int more = 0; more < 2 && text.isDigit(8); more++) {
                value = value * 8 + text.digit(8);
            }
            return value;
        }
        if (c >= 0x80 || (CharacterSets.isWord(c) && c != '_')) {
            throw PatternProblem.wrong("has \\" + Character.toString(c) + ", which RE2 does not have");
        }
        return c;
    }

    private int hexadecimal() throws PatternProblem {
        String digits = (text.next("{") ? text.before("}") : text.chars(2)).orElse("");
        if (digits.isEmpty() || digits.length() > 8) {
            throw PatternProblem.wrong("has \\x without its number");
        }
        int value = 0;
        for (int i = 0; i < digits.length(); i++) {
            int digit = PatternText.digit(digits.charAt(i), 16);
            value = digit < 0 || value > Character.MAX_CODE_POINT ? Integer.MAX_VALUE : value * 16 + digit;
        }
        if (value > Character.MAX_CODE_POINT) {
            throw PatternProblem.wrong("has \\x with a number that is none");
        }
        return value;
    }
}
