package hone.engine.data.token;

import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Cuts a text into words before bytes are merged, so that no token spans two words: a run of letters, of digits or of
 * other signs with the one space before it, the endings that follow an apostrophe in English, and runs of white space.
 *
 * <p>Source: the pattern of A. Radford et al., "Language Models are Unsupervised Multitask Learners", 2019 (GPT-2).
 */
final class WordSplit {
    private static final Pattern WORD = Pattern.compile(
            "'s|'t|'re|'ve|'m|'ll|'d| ?\\p{L}+| ?\\p{N}+| ?[^\\s\\p{L}\\p{N}]+|\\s+(?!\\S)|\\s+",
            Pattern.UNICODE_CHARACTER_CLASS);

    private WordSplit() {}

    /** Hands every word over in order; together they are the text. */
    static void each(String text, Consumer<String> word) {
        Matcher matcher = WORD.matcher(text);
        while (matcher.find()) {
            word.accept(matcher.group());
        }
    }
}
