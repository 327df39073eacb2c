package hone.engine.format;

import java.nio.charset.CharacterCodingException;
import tools.jackson.core.JacksonException;

/** Why a stranger's JSON cannot be read, as a clause on one line and of bounded length. */
public final class JsonReason {
    private static final int LONGEST = 200;
    private static final int LONGEST_VERSION = 20;

    private JsonReason() {}

    /** Such as "it is not valid JSON: Unexpected end-of-input". */
    public static String of(JacksonException e) {
        if (e.getCause() instanceof CharacterCodingException) {
            return "it is not UTF-8";
        }
        String message = String.valueOf(e.getOriginalMessage());
        String line = message.lines().findFirst().orElse("");
        return "it is not valid JSON: " + shortened(line, LONGEST);
    }

    /** The version that a stranger's file claims, for a sentence. */
    public static String version(String claimed) {
        return shortened(claimed, LONGEST_VERSION);
    }

    /** A stranger's text for a sentence: without control characters, and cut where it is longer. */
    public static String shortened(String text, int longest) {
        String shown = text.length() <= longest ? text : text.substring(0, longest) + "…";
        return shown.replaceAll("[\\p{Cntrl}\\x80-\\x9F\\u2028\\u2029]", "?");
    }
}
