package hone.engine.data;

import java.util.Arrays;
import java.util.List;

/**
 * A habit of writing a digit, by its extremes: every shape between two of them is one a person might write.
 *
 * @param weight how often the habit occurs, relative to the digit's other families
 * @param extremes glyphs with the same strokes
 */
record GlyphFamily(double weight, List<Glyph> extremes) {
    GlyphFamily {
        for (Glyph glyph : extremes) {
            if (!glyph.sameStrokes(extremes.getFirst())) {
                throw new IllegalArgumentException("the glyphs of a family differ in points, corners or pen lifts");
            }
        }
    }

    static GlyphFamily of(double weight, String... extremes) {
        return new GlyphFamily(weight, Arrays.stream(extremes).map(Glyph::parse).toList());
    }
}
