package hone.profiler.history;

import hone.engine.InvalidInput;
import hone.engine.format.JsonReason;

/** What a tag and a note may be: short enough to list, and nothing that a terminal would obey. */
final class Label {
    private static final int LONGEST_TAG = 40;
    private static final int LONGEST_NOTE = 2_000;

    private Label() {}

    /** @throws InvalidInput if the text is no tag */
    static void requireTag(String tag) {
        if (!tag.matches("[\\p{L}\\p{N}][\\p{L}\\p{M}\\p{N}._:/+-]{0," + (LONGEST_TAG - 1) + "}")) {
            throw new InvalidInput(
                    "this is no tag",
                    JsonReason.shortened(tag, LONGEST_TAG),
                    "a tag is a word of at most " + LONGEST_TAG + " letters, digits and . _ : / + -");
        }
    }

    /** @throws InvalidInput if the text is no note */
    static void requireNote(String note) {
        if (note.length() > LONGEST_NOTE) {
            throw new InvalidInput(
                    "this note is too long", note.length() + " characters", "a note has at most " + LONGEST_NOTE);
        }
        if (note.chars().anyMatch(c -> Character.isISOControl(c) && c != '\n' && c != '\t')) {
            throw new InvalidInput(
                    "this is no note", JsonReason.shortened(note, LONGEST_TAG), "it has control characters in it");
        }
    }
}
