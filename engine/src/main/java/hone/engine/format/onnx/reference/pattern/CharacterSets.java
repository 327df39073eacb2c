package hone.engine.format.onnx.reference.pattern;

import java.util.Locale;
import java.util.function.IntPredicate;
import java.util.regex.Pattern;

/** Sets of characters that have a name in patterns. Those of Perl and POSIX hold ASCII only. */
final class CharacterSets {
    private static final Pattern CATEGORY = Pattern.compile("[CLMNPSZ][a-z]?");

    private CharacterSets() {}

    static boolean isWord(int c) {
        return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
    }

    private static boolean isAmong(String characters, int c) {
        return characters.indexOf(c) >= 0;
    }

    /** The set behind a backslash and a letter; a capital letter stands for all others. */
    static IntPredicate perl(char letter) {
        IntPredicate set = switch (Character.toLowerCase(letter)) {
            case 'd' -> c -> c >= '0' && c <= '9';
            case 's' -> c -> isAmong(" \t\n\f\r", c);
            default -> CharacterSets::isWord;
        };
        return Character.isUpperCase(letter) ? set.negate() : set;
    }

    /** The set between {@code [:} and {@code :]}. */
    static IntPredicate posix(String name) throws PatternProblem {
        return switch (name) {
            case "alnum" -> c -> isWord(c) && c != '_';
            case "alpha" -> c -> isWord(c) && c > '9' && c != '_';
            case "ascii" -> c -> c < 0x80;
            case "blank" -> c -> c == ' ' || c == '\t';
            case "cntrl" -> c -> c < ' ' || c == 0x7F;
            case "digit" -> c -> c >= '0' && c <= '9';
            case "graph" -> c -> c > ' ' && c < 0x7F;
            case "lower" -> c -> c >= 'a' && c <= 'z';
            case "print" -> c -> c >= ' ' && c < 0x7F;
            case "punct" -> c -> c > ' ' && c < 0x7F && (!isWord(c) || c == '_');
            case "space" -> c -> isAmong(" \t\n\u000B\f\r", c);
            case "upper" -> c -> c >= 'A' && c <= 'Z';
            case "word" -> CharacterSets::isWord;
            case "xdigit" -> c -> Character.digit(c, 16) >= 0 && c < 0x80;
            default -> throw PatternProblem.wrong("has a class [:" + name + ":], which does not exist");
        };
    }

    /** A general category of Unicode or a script. */
    static IntPredicate unicode(String name) throws PatternProblem {
        if (name.equals("Any")) {
            return _ -> true;
        }
        if (CATEGORY.matcher(name).matches()) {
            return category(name);
        }
        try {
            Character.UnicodeScript script = Character.UnicodeScript.forName(name.toUpperCase(Locale.ROOT));
            return c -> Character.UnicodeScript.of(c) == script;
        } catch (IllegalArgumentException _) {
            throw PatternProblem.wrong("has a set \\p{" + name + "}, which does not exist");
        }
    }

    private static IntPredicate category(String name) throws PatternProblem {
        String all = "LuLlLtLmLoMnMeMcNdNlNoZsZlZpCcCf..CoCsPdPsPePcPoSmScSkSoPiPf";
        if (name.length() == 2 && (all.indexOf(name) < 0 || all.indexOf(name) % 2 != 0)) {
            throw PatternProblem.wrong("has a set \\p{" + name + "}, which does not exist");
        }
        // The JDK numbers its categories from 1 on in this order; 17 is not used
        return c -> {
            int type = Character.getType(c);
            return type > 0 && all.startsWith(name, 2 * (type - 1));
        };
    }

    /** The same set whatever the case of its letters. */
    static IntPredicate anyCase(IntPredicate set) {
        return c -> set.test(c)
                || set.test(Character.toLowerCase(c))
                || set.test(Character.toUpperCase(c))
                || set.test(Character.toLowerCase(Character.toUpperCase(c)));
    }
}
