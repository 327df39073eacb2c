package hone.engine.format.onnx.reference;

import hone.engine.format.onnx.proto.ElementType;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/**
 * RegexFullMatch: whether a pattern in RE2's syntax matches all of each text. Java's matcher goes back where RE2 does not, so its
 * steps are counted, and what takes too many is refused and not waited for.
 *
 * @see <a href="https://github.com/google/re2/wiki/Syntax">RE2's syntax</a>
 */
final class FullMatches implements Operator {
    private static final int MAX_PATTERN = 1000;
    private static final int MAX_TEXT = 1 << 16;
    private static final long MAX_STEPS = 20_000_000;

    @Override
    public Set<String> names() {
        return Set.of("RegexFullMatch");
    }

    @Override
    public List<OnnxValue> run(Call call) {
        NdArray x = call.in(0);
        if (!x.type().isText()) {
            throw call.wrong(x + " holds no texts");
        }
        Pattern pattern = compiled(call, call.text("pattern", ""));
        long[] out = new long[x.count()];
        Steps steps = new Steps(call);
        for (int i = 0; i < out.length; i++) {
            if (x.text(i).length() > MAX_TEXT) {
                throw call.unavailable("a text of " + x.text(i).length() + " characters is longer than " + MAX_TEXT);
            }
            out[i] = matches(call, pattern, new Counted(x.text(i), steps)) ? 1 : 0;
        }
        return List.of(NdArray.ofWholes(ElementType.BOOL, x.dims(), out));
    }

    private static boolean matches(Call call, Pattern pattern, Counted text) {
        try {
            return pattern.matcher(text).matches();
        } catch (StackOverflowError e) {
            // Java's matcher calls itself for each repetition of a group
            throw call.unavailable("its pattern nests too deep for a text of " + text.length() + " characters");
        }
    }

    private static Pattern compiled(Call call, String given) {
        if (given.length() > MAX_PATTERN) {
            throw call.unavailable("its pattern of " + given.length() + " characters is longer than " + MAX_PATTERN);
        }
        try {
            return Pattern.compile(translated(call, given), Pattern.UNIX_LINES);
        } catch (PatternSyntaxException e) {
            throw call.wrong("its pattern is not one: " + e.getDescription() + " at " + e.getIndex());
        }
    }

    /** RE2's pattern in Java's syntax; what RE2 lacks is refused, since there it means something else or nothing. */
    private static String translated(Call call, String given) {
        StringBuilder out = new StringBuilder();
        boolean inClass = false;
        for (int i = 0; i < given.length(); i++) {
            char c = given.charAt(i);
            char next = i + 1 < given.length() ? given.charAt(i + 1) : 0;
            if (c == '\\') {
                if ((next >= '1' && next <= '9') || "kGZRXC".indexOf(next) >= 0) {
                    throw call.wrong("its pattern has \\" + next + ", which RE2 does not have");
                }
                out.append(c).append(next);
                i++;
            } else if (inClass) {
                int end = given.startsWith("[:", i) ? given.indexOf(":]", i) : -1;
                if (end >= 0) {
                    out.append(posix(call, given.substring(i + 2, end)));
                    i = end + 1;
                    continue;
                }
                boolean first = given.charAt(i - 1) == '[' || given.startsWith("[^", i - 2);
                inClass = c != ']' || first;
                // Java reads these as set operations
                out.append(c == '[' || c == '&' || (c == ']' && first) ? "\\" + c : String.valueOf(c));
            } else if (c == '[') {
                inClass = true;
                out.append(c);
            } else if (given.startsWith("(?P<", i)) {
                out.append("(?<");
                i += 3;
            } else if (c == '(' && next == '?') {
                requireFlags(call, given, i + 2);
                out.append(c);
            } else if (c == '$') {
                out.append("(?:$(?!\\n\\z)|\\z)");
            } else if (c == '+' && i > 0 && "*+?}".indexOf(given.charAt(i - 1)) >= 0 && !escaped(given, i - 1)) {
                throw call.wrong("its pattern has a possessive repetition, which RE2 does not have");
            } else {
                out.append(c);
            }
        }
        return out.toString();
    }

    private static boolean escaped(String text, int at) {
        int slashes = 0;
        while (slashes < at && text.charAt(at - 1 - slashes) == '\\') {
            slashes++;
        }
        return slashes % 2 == 1;
    }

    private static String posix(Call call, String name) {
        boolean not = name.startsWith("^");
        String plain = not ? name.substring(1) : name;
        String inside = switch (plain) {
            case "alnum" -> "a-zA-Z0-9";
            case "alpha" -> "a-zA-Z";
            case "ascii" -> "\\x00-\\x7F";
            case "blank" -> "\\t ";
            case "cntrl" -> "\\x00-\\x1F\\x7F";
            case "digit" -> "0-9";
            case "graph" -> "!-~";
            case "lower" -> "a-z";
            case "print" -> " -~";
            case "punct" -> "!-/:-@\\[-`{-~";
            case "space" -> "\\t\\n\\x0B\\f\\r ";
            case "upper" -> "A-Z";
            case "word" -> "0-9A-Za-z_";
            case "xdigit" -> "0-9A-Fa-f";
            default -> throw call.wrong("there is no class [:" + plain + ":]");
        };
        return not ? "[^" + inside + "]" : inside;
    }

    /** Groups of RE2 begin with flags, with a name or with a colon; looking around is not among them. */
    private static void requireFlags(Call call, String pattern, int from) {
        int at = from;
        while (at < pattern.length() && "imsU-".indexOf(pattern.charAt(at)) >= 0) {
            at++;
        }
        char end = at < pattern.length() ? pattern.charAt(at) : 0;
        boolean name =
                end == '<' && at == from && at + 1 < pattern.length() && "=!".indexOf(pattern.charAt(at + 1)) < 0;
        if (pattern.substring(from, at).contains("U")) {
            throw call.unavailable("the flag U of its pattern is not computed");
        }
        if (end != ':' && end != ')' && !name) {
            throw call.wrong("its pattern has a group (?"
                    + pattern.substring(from, Math.min(from + 2, pattern.length())) + ", which RE2 does not have");
        }
    }

    private static final class Steps {
        private final Call call;
        private long taken;

        Steps(Call call) {
            this.call = call;
        }

        void take() {
            if (++taken > MAX_STEPS) {
                throw call.unavailable("its pattern takes more than " + MAX_STEPS + " steps");
            }
        }
    }

    /** A text that counts how often it is looked at. */
    private record Counted(CharSequence text, Steps steps) implements CharSequence {
        @Override
        public int length() {
            return text.length();
        }

        @Override
        public char charAt(int index) {
            steps.take();
            return text.charAt(index);
        }

        @Override
        public CharSequence subSequence(int start, int end) {
            return new Counted(text.subSequence(start, end), steps);
        }

        @Override
        public String toString() {
            return text.toString();
        }
    }
}
