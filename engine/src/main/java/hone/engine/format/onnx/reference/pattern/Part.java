package hone.engine.format.onnx.reference.pattern;

import java.util.List;
import java.util.function.IntPredicate;

/** A pattern as it was read. Whether a repetition takes much or little makes no difference to whether all of a text matches. */
sealed interface Part {
    /** One character of a set, which is asked for as many members. */
    record One(IntPredicate set, int members) implements Part {}

    /** A place that takes up no character. */
    record Place(Where where) implements Part {}

    /** One behind the other; none of them is the empty pattern. */
    record Row(List<Part> parts) implements Part {
        public Row {
            parts = List.copyOf(parts);
        }
    }

    /** One of them. */
    record Choice(List<Part> parts) implements Part {
        public Choice {
            parts = List.copyOf(parts);
        }
    }

    /** So many times; {@code most} is negative where there is no end to it. */
    record Again(Part part, int least, int most) implements Part {}

    enum Where {
        TEXT_BEGINS,
        TEXT_ENDS,
        LINE_BEGINS,
        LINE_ENDS,
        WORD_BORDER,
        NO_WORD_BORDER;

        /** Whether this place is between two characters; either is negative at an end of the text. */
        boolean isBetween(int before, int after) {
            return switch (this) {
                case TEXT_BEGINS -> before < 0;
                case TEXT_ENDS -> after < 0;
                case LINE_BEGINS -> before < 0 || before == '\n';
                case LINE_ENDS -> after < 0 || after == '\n';
                case WORD_BORDER -> CharacterSets.isWord(before) != CharacterSets.isWord(after);
                case NO_WORD_BORDER -> CharacterSets.isWord(before) == CharacterSets.isWord(after);
            };
        }
    }
}
