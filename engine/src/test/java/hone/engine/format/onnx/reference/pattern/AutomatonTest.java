package hone.engine.format.onnx.reference.pattern;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeout;
import static org.junit.jupiter.api.Assertions.assertTrue;

import hone.engine.random.CounterRandom;
import java.time.Duration;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AutomatonTest {
    private static boolean matches(String pattern, String text) throws PatternProblem {
        return Automaton.of(pattern).matches(text);
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '`',
            value = {
                "``, ``, true",
                "a|b*, bbb, true",
                "a|b*, ab, false",
                "(?i)straße, STRAßE, true",
                "(?i:a)b, AB, false",
                "(?i)a(?-i)b, Ab, true",
                "(?i)a(?-i)b, AB, false",
                "(?P<year>\\d{4})-\\d\\d, 2026-11, true",
                "(?<year>\\d{4}), 202, false",
                "[[:alpha:]_]+, a_Z, true",
                "[^[:^digit:]]+, 123, true",
                "[]a]+, a]a, true",
                "[^]a]+, bcd, true",
                "[a\\-z]+, a-z, true",
                "[+--]+, `,+-`, true",
                "\\x41\\x{1F600}\\101, A😀A, true",
                "\\Qa.b*\\E., a.b*c, true",
                "\\bfoo\\b.*, foo bar, true",
                "\\bfoo\\b.*, food bar, false",
                "a{2}{, aa{, true",
                "a{2}, aaa, false",
                "a{1}b{0}c{2}, acc, true",
                "x*?y+?, xxy, true",
                "(?U)a*, aaa, true",
                "\\pL\\PL\\p{Greek}\\p{^Lu}, a1λb, true",
                "\\pL\\PL\\p{Greek}\\p{^Lu}, a1λB, false",
                ".^a, ba, false",
                "(a?)*b, aab, true",
                "(|a)+, aaa, true",
            })
    void matchesWhatRe2Matches(String pattern, String text, boolean expected) throws PatternProblem {
        assertEquals(expected, matches(pattern, text));
    }

    @Test
    void linesEndInTheText() throws PatternProblem {
        assertFalse(matches("a.b", "a\nb"));
        assertTrue(matches("(?s)a.b", "a\nb"));
        assertFalse(matches("a$\nb", "a\nb"));
        assertTrue(matches("(?m)a$\n^b", "a\nb"));
        assertFalse(matches("a$", "a\n"));
        assertTrue(matches("\\Aa\\z", "a"));
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '`',
            value = {
                "(a, not closed",
                "a), too many",
                "a**, repeats a repetition",
                "a{2}+, repeats a repetition",
                "*a, repeats nothing",
                "(?=a), (?=",
                "(?<!a), no name",
                "\\1, \\1",
                "\\q, \\q",
                "[a, too early",
                "[b-a], before it begins",
                "[[:foo:]], [:foo:]",
                "\\p{Klingon}, Klingon",
                "\\p{uL}, uL",
                "a{1001}, 1001",
                "a{3}{2}, repeats",
                "\\x{110000}, number",
                "\\x{٤١}, number",
                "\\1٣, have",
                "\\, too early",
            })
    void refusesWhatRe2Refuses(String pattern, String reason) {
        PatternProblem problem = assertThrows(PatternProblem.class, () -> Automaton.of(pattern));
        assertFalse(problem.isValid());
        assertTrue(problem.why().contains(reason.replace("no name", "name that is none")), problem.why());
    }

    @Test
    void whatIsTooLargeIsSaidToBe() {
        for (String pattern : new String[] {"((a{1000}){1000}){1000}", "((((){1000}){1000}){1000})", "\\C"}) {
            assertTrue(assertThrows(PatternProblem.class, () -> Automaton.of(pattern))
                    .isValid());
        }
    }

    @Test
    void noTextMakesItGoBack() throws PatternProblem {
        for (String pattern : new String[] {"(a+)+b", "(a|aa)+b", "a*a*a*a*a*a*a*a*a*a*b", "((a+)+)+b"}) {
            Automaton automaton = Automaton.of(pattern);
            assertTimeout(Duration.ofSeconds(5), () -> assertFalse(automaton.matches("a".repeat(20_000))));
        }
    }

    /** Against the JDK's matcher, on short patterns of what both have. */
    @Test
    void agreesWithAnotherMatcher() throws PatternProblem {
        CounterRandom random = new CounterRandom(5, 1, 0);
        for (int i = 0; i < 3_000; i++) {
            String pattern = pattern(random, 3);
            StringBuilder text = new StringBuilder();
            for (int length = random.nextInt(7); length > 0; length--) {
                text.append("ab".charAt(random.nextInt(2)));
            }
            boolean expected = Pattern.compile(pattern).matcher(text).matches();
            assertEquals(expected, matches(pattern, text.toString()), pattern + " on " + text);
        }
    }

    private static String pattern(CounterRandom random, int depth) {
        return switch (random.nextInt(depth == 0 ? 3 : 8)) {
            case 0 -> "a";
            case 1 -> "b";
            case 2 -> "[^a]";
            case 3 -> "(?:" + pattern(random, depth - 1) + "|" + pattern(random, depth - 1) + ")";
            case 4 -> "(?:" + pattern(random, depth - 1) + ")*";
            case 5 -> "(?:" + pattern(random, depth - 1) + "){1,3}";
            default -> pattern(random, depth - 1) + pattern(random, depth - 1);
        };
    }
}
