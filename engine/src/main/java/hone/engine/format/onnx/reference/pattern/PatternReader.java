package hone.engine.format.onnx.reference.pattern;

import java.util.ArrayList;
import java.util.List;
import java.util.function.IntPredicate;

/**
 * Reads a pattern from front to back.
 *
 * @see <a href="https://github.com/google/re2/wiki/Syntax">RE2's syntax</a>
 */
final class PatternReader {
    /** RE2's own limit for counted repetitions. */
    private static final int MOST_TIMES = 1000;

    private static final int DEEPEST = 400;
    private static final int LONGEST = 10_000;

    private final String text;
    private int at;
    private int depth;
    private boolean anyCase;
    private boolean byLines;
    private boolean dotTakesAll;

    private PatternReader(String text) {
        this.text = text;
    }

    static Part read(String pattern) throws PatternProblem {
        if (pattern.length() > LONGEST) {
            throw PatternProblem.tooMuch("of " + pattern.length() + " characters is longer than " + LONGEST);
        }
        PatternReader reader = new PatternReader(pattern);
        Part whole = reader.choice();
        if (reader.at < pattern.length()) {
            throw PatternProblem.wrong("has a closing parenthesis too many");
        }
        return whole;
    }

    private boolean next(String expected) {
        if (!text.startsWith(expected, at)) {
            return false;
        }
        at += expected.length();
        return true;
    }

    private boolean ends() {
        return at >= text.length();
    }

    private int character() throws PatternProblem {
        if (ends()) {
            throw PatternProblem.wrong("ends too early");
        }
        int c = text.codePointAt(at);
        at += Character.charCount(c);
        return c;
    }

    private Part choice() throws PatternProblem {
        List<Part> choices = new ArrayList<>();
        do {
            choices.add(row());
        } while (next("|"));
        return choices.size() == 1 ? choices.getFirst() : new Part.Choice(choices);
    }

    private Part row() throws PatternProblem {
        List<Part> row = new ArrayList<>();
        while (!ends() && text.charAt(at) != '|' && text.charAt(at) != ')') {
            if (next("\\Q")) {
                while (!ends() && !next("\\E")) {
                    row.add(one(c(character())));
                }
                continue;
            }
            if (!next("(?")) {
                row.add(repeated(single()));
            } else if (next("P<") || next("<")) {
                name();
                row.add(repeated(group()));
            } else {
                flags(row);
            }
        }
        return new Part.Row(row);
    }

    private static IntPredicate c(int character) {
        return other -> other == character;
    }

    private Part one(IntPredicate set) {
        return new Part.One(anyCase ? CharacterSets.anyCase(set) : set, 1);
    }

    private Part repeated(Part part) throws PatternProblem {
        int[] times = times();
        if (times.length == 0) {
            return part;
        }
        next("?");
        if (times().length > 0) {
            throw PatternProblem.wrong("repeats a repetition, which RE2 does not do");
        }
        return new Part.Again(part, times[0], times[1]);
    }

    /** Least and most, where a repetition stands here. */
    private int[] times() throws PatternProblem {
        if (next("*")) {
            return new int[] {0, -1};
        }
        if (next("+")) {
            return new int[] {1, -1};
        }
        if (next("?")) {
            return new int[] {0, 1};
        }
        int start = at;
        if (next("{")) {
            int least = number();
            boolean open = next(",");
            int most = open ? number() : least;
            if (least >= 0 && next("}")) {
                if (Math.max(least, most) > MOST_TIMES || (most >= 0 && most < least)) {
                    throw PatternProblem.wrong("repeats from " + least + " to " + most + " times");
                }
                return new int[] {least, most};
            }
        }
        at = start;
        return new int[0];
    }

    /** Digits; negative where there are none. */
    private int number() {
        int number = -1;
        while (!ends() && Character.digit(text.charAt(at), 10) >= 0 && text.charAt(at) < 0x80) {
            number = Math.min(Math.max(0, number) * 10 + text.charAt(at++) - '0', 2 * MOST_TIMES);
        }
        return number;
    }

    private Part single() throws PatternProblem {
        int start = at;
        int c = character();
        return switch (c) {
            case '(' -> group();
            case '[' -> set();
            case '.' -> new Part.One(dotTakesAll ? _ -> true : other -> other != '\n', 1);
            case '^' -> new Part.Place(byLines ? Part.Where.LINE_BEGINS : Part.Where.TEXT_BEGINS);
            case '$' -> new Part.Place(byLines ? Part.Where.LINE_ENDS : Part.Where.TEXT_ENDS);
            case '*', '+', '?' -> throw PatternProblem.wrong("repeats nothing at " + start);
            case '\\' -> escaped();
            default -> one(c(c));
        };
    }

    private void name() throws PatternProblem {
        int start = at;
        while (CharacterSets.isWord(character())) {}
        if (text.charAt(at - 1) != '>' || at - 1 == start) {
            throw PatternProblem.wrong("has a group with a name that is none");
        }
    }

    /** What follows an opening parenthesis; flags that are set inside end with it. */
    private Part group() throws PatternProblem {
        if (++depth > DEEPEST) {
            throw PatternProblem.tooMuch("nests deeper than " + DEEPEST + " levels");
        }
        boolean[] flags = {anyCase, byLines, dotTakesAll};
        Part inside = choice();
        if (!next(")")) {
            throw PatternProblem.wrong("has a group that is not closed");
        }
        anyCase = flags[0];
        byLines = flags[1];
        dotTakesAll = flags[2];
        depth--;
        return inside;
    }

    /** Behind {@code (?}: flags for the rest of the group around, or for a group of their own. */
    private void flags(List<Part> row) throws PatternProblem {
        boolean[] before = {anyCase, byLines, dotTakesAll};
        boolean on = true;
        for (int c = character(); c != ')'; c = character()) {
            switch (c) {
                case 'i' -> anyCase = on;
                case 'm' -> byLines = on;
                case 's' -> dotTakesAll = on;
                // Who takes more than they must does not change whether everything matches
                case 'U' -> {}
                case '-' -> on = false;
                case ':' -> {
                    Part inside = group();
                    anyCase = before[0];
                    byLines = before[1];
                    dotTakesAll = before[2];
                    row.add(repeated(inside));
                    return;
                }
                default ->
                    throw PatternProblem.wrong("has a group (?" + Character.toString(c) + ", which RE2 does not have");
            }
        }
    }

    private Part escaped() throws PatternProblem {
        int c = character();
        return switch (c) {
            case 'A' -> new Part.Place(Part.Where.TEXT_BEGINS);
            case 'z' -> new Part.Place(Part.Where.TEXT_ENDS);
            case 'b' -> new Part.Place(Part.Where.WORD_BORDER);
            case 'B' -> new Part.Place(Part.Where.NO_WORD_BORDER);
            case 'C' -> throw PatternProblem.tooMuch("asks for single bytes with \\C");
            case 'd', 'D', 's', 'S', 'w', 'W' -> new Part.One(CharacterSets.perl((char) c), 1);
            case 'p', 'P' -> new Part.One(unicode(c == 'P'), 1);
            default -> one(c(literal(c)));
        };
    }

    private IntPredicate unicode(boolean others) throws PatternProblem {
        String name = Character.toString(character());
        boolean not = others;
        if (name.equals("{")) {
            int end = text.indexOf('}', at);
            if (end < 0) {
                throw PatternProblem.wrong("has a set \\p{ that is not closed");
            }
            not ^= next("^");
            name = text.substring(at, end);
            at = end + 1;
        }
        IntPredicate set = CharacterSets.unicode(name);
        return not ? set.negate() : set;
    }

    /** The character that a letter, digits or a sign behind a backslash stand for. */
    private int literal(int c) throws PatternProblem {
        int simple = "afnrtv".indexOf(c);
        if (simple >= 0) {
            return "\u0007\f\n\r\t\u000B".charAt(simple);
        }
        if (c == 'x') {
            return hexadecimal();
        }
        boolean octal = !ends() && Character.digit(text.charAt(at), 8) >= 0;
        if (c == '0' || (c >= '1' && c <= '7' && octal)) {
            int value = c - '0';
            for (int more = 0; more < 2 && !ends() && Character.digit(text.charAt(at), 8) >= 0; more++) {
                value = value * 8 + Character.digit(text.charAt(at++), 8);
            }
            return value;
        }
        if (c >= 0x80 || (CharacterSets.isWord(c) && c != '_')) {
            throw PatternProblem.wrong("has \\" + Character.toString(c) + ", which RE2 does not have");
        }
        return c;
    }

    private int hexadecimal() throws PatternProblem {
        boolean braces = next("{");
        int end = braces ? text.indexOf('}', at) : at + 2;
        if (end > text.length() || end - at < 1 || end - at > 8) {
            throw PatternProblem.wrong("has \\x without its number");
        }
        int value = 0;
        for (int i = at; i < end; i++) {
            int digit = Character.digit(text.charAt(i), 16);
            value = digit < 0 || value > Character.MAX_CODE_POINT ? Integer.MAX_VALUE : value * 16 + digit;
        }
        if (value > Character.MAX_CODE_POINT) {
            throw PatternProblem.wrong("has \\x with a number that is none");
        }
        at = end + (braces ? 1 : 0);
        return value;
    }

    /** Behind an opening bracket; a closing one in front stands for itself. */
    private Part set() throws PatternProblem {
        boolean not = next("^");
        List<IntPredicate> members = new ArrayList<>();
        while (members.isEmpty() || !next("]")) {
            members.add(member());
        }
        IntPredicate any = c -> members.stream().anyMatch(member -> member.test(c));
        return new Part.One(not ? any.negate() : any, members.size());
    }

    /** One member of a set, or a range of them. */
    private IntPredicate member() throws PatternProblem {
        int end = text.startsWith("[:", at) ? text.indexOf(":]", at + 2) : -1;
        if (end >= 0) {
            at += 2;
            boolean not = next("^");
            IntPredicate named = CharacterSets.posix(text.substring(at, end));
            at = end + 2;
            return not ? named.negate() : named;
        }
        if (next("\\")) {
            int c = character();
            if ("dDsSwW".indexOf(c) >= 0) {
                return CharacterSets.perl((char) c);
            }
            if (c == 'p' || c == 'P') {
                return unicode(c == 'P');
            }
            return range(literal(c));
        }
        return range(character());
    }

    private IntPredicate range(int first) throws PatternProblem {
        int last = first;
        if (text.startsWith("-", at) && !text.startsWith("-]", at)) {
            at++;
            int c = character();
            last = c == '\\' ? literal(character()) : c;
            if (last < first) {
                throw PatternProblem.wrong("has a range that ends before it begins");
            }
        }
        int end = last;
        IntPredicate range = c -> c >= first && c <= end;
        return anyCase ? CharacterSets.anyCase(range) : range;
    }
}
