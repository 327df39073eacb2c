package hone.engine.format.onnx.reference.pattern;

import java.util.ArrayList;
import java.util.List;
import java.util.function.IntPredicate;

/**
 * Reads a pattern from front to back: choices, rows, groups with their flags, and single characters.
 *
 * @see <a href="https://github.com/google/re2/wiki/Syntax">RE2's syntax</a>
 */
final class PatternReader {
    private static final int DEEPEST = 400;
    private static final int LONGEST = 10_000;

    private final PatternText text;
    private final EscapeReader escapes;
    private final SetReader sets;
    private final TimesReader times;
    private int depth;
    private boolean anyCase;
    private boolean byLines;
    private boolean dotTakesAll;

    private PatternReader(String text) {
        this.text = new PatternText(text);
        escapes = new EscapeReader(this.text);
        sets = new SetReader(this.text, escapes);
        times = new TimesReader(this.text);
    }

    static Part read(String pattern) throws PatternProblem {
        if (pattern.length() > LONGEST) {
            throw PatternProblem.tooMuch("of " + pattern.length() + " characters is longer than " + LONGEST);
        }
        PatternReader reader = new PatternReader(pattern);
        Part whole = reader.choice();
        if (!reader.text.ends()) {
            throw PatternProblem.wrong("has a closing parenthesis too many");
        }
        return whole;
    }

    private Part choice() throws PatternProblem {
        List<Part> choices = new ArrayList<>();
        do {
            choices.add(row());
        } while (text.next("|"));
        return choices.size() == 1 ? choices.getFirst() : new Part.Choice(choices);
    }

    private Part row() throws PatternProblem {
        List<Part> row = new ArrayList<>();
        while (!text.ends() && !text.startsWith("|") && !text.startsWith(")")) {
            if (text.next("\\Q")) {
                while (!text.ends() && !text.next("\\E")) {
                    row.add(one(c(text.character())));
                }
                continue;
            }
            if (!text.next("(?")) {
                row.add(times.repeated(single()));
            } else if (text.next("P<") || text.next("<")) {
                name();
                row.add(times.repeated(group()));
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

    private Part single() throws PatternProblem {
        int start = text.place();
        int c = text.character();
        return switch (c) {
            case '(' -> group();
            case '[' -> sets.set(anyCase);
            case '.' -> new Part.One(dotTakesAll ? _ -> true : other -> other != '\n', 1);
            case '^' -> new Part.Place(byLines ? Part.Where.LINE_BEGINS : Part.Where.TEXT_BEGINS);
            case '$' -> new Part.Place(byLines ? Part.Where.LINE_ENDS : Part.Where.TEXT_ENDS);
            case '*', '+', '?' -> throw PatternProblem.wrong("repeats nothing at " + start);
            case '\\' -> escaped();
            default -> one(c(c));
        };
    }

    private void name() throws PatternProblem {
        int length = 0;
        int c = text.character();
        for (; CharacterSets.isWord(c); c = text.character()) {
            length++;
        }
        if (c != '>' || length == 0) {
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
        if (!text.next(")")) {
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
        for (int c = text.character(); c != ')'; c = text.character()) {
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
                    row.add(times.repeated(inside));
                    return;
                }
                default ->
                    throw PatternProblem.wrong("has a group (?" + Character.toString(c) + ", which RE2 does not have");
            }
        }
    }

    private Part escaped() throws PatternProblem {
        int c = text.character();
        return switch (c) {
            case 'A' -> new Part.Place(Part.Where.TEXT_BEGINS);
            case 'z' -> new Part.Place(Part.Where.TEXT_ENDS);
            case 'b' -> new Part.Place(Part.Where.WORD_BORDER);
            case 'B' -> new Part.Place(Part.Where.NO_WORD_BORDER);
            case 'C' -> throw PatternProblem.tooMuch("asks for single bytes with \\C");
            case 'd', 'D', 's', 'S', 'w', 'W' -> new Part.One(CharacterSets.perl((char) c), 1);
            case 'p', 'P' -> new Part.One(escapes.unicode(c == 'P'), 1);
            default -> one(c(escapes.literal(c)));
        };
    }
}
