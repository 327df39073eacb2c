package hone.visualizers.tile;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import hone.profiler.report.Verdict;
import hone.visualizers.SampleReport;
import hone.visualizers.Texts;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

/** What the tiles say of a report. */
class TilesTest {
    private final Texts texts = Texts.pictures();

    @Test
    void aFasterCandidateSaysSoInWordGlyphAndFigure() {
        TileFace face = new LatencyTile(texts).measured(SampleReport.of(0.5, Verdict.FASTER, 6));
        assertEquals("1.00 ms", face.value());
        assertEquals("faster", face.word());
        assertEquals(Change.BETTER, face.change());
        assertEquals("−50 %", face.delta());
        assertEquals("baseline 2.00 ms", face.baseline());
        assertEquals("95 % CI 0.99–1.02 ms · n = 24", face.detail().replace('\u00a0', ' '));
        assertEquals(Basis.MEASURED, face.basis());
    }

    @Test
    void verdictsHaveDifferentGlyphs() {
        assertEquals(
                4,
                java.util.Arrays.stream(Change.values())
                        .map(Change::glyph)
                        .distinct()
                        .count());
        assertEquals(
                Change.SAME,
                new LatencyTile(texts)
                        .measured(SampleReport.of(1, Verdict.WITHIN_NOISE, 6))
                        .change());
        assertEquals(
                Change.UNKNOWN,
                new LatencyTile(texts)
                        .measured(SampleReport.of(1, Verdict.UNKNOWN, 6))
                        .change());
    }

    @Test
    void accuracyRestsOnThePairedDifference() {
        TileFace face = new AccuracyTile(texts).measured(SampleReport.of(0.5, Verdict.FASTER, 6));
        assertEquals(Change.WORSE, face.change());
        assertEquals("−0.5 pp", face.delta());
        assertEquals("96.5 %", face.value());
    }

    @Test
    void bytesAreExactAndFewerIsBetter() {
        TileFace face = new SizeTile(texts).measured(SampleReport.of(0.5, Verdict.FASTER, 6));
        assertEquals("112 kB", face.value());
        assertEquals("smaller", face.word());
        assertEquals(face.bars().low(), face.bars().high());
    }

    @Test
    void aPredictionIsMarkedAndHasNoVerdict() {
        var prediction = new Prediction(OptionalDouble.of(1e6), OptionalLong.of(2_000_000), OptionalLong.empty());
        TileFace face = new LatencyTile(texts).predicted(prediction);
        assertEquals(Basis.PREDICTED, face.basis());
        assertTrue(face.value().startsWith("≈"));
        assertEquals(Basis.WAITING, new SizeTile(texts).predicted(prediction).basis());
        assertEquals(
                Basis.WAITING, new AccuracyTile(texts).predicted(prediction).basis());
        assertFalse(new AccuracyTile(texts).predicted(prediction).detail().isEmpty());
    }
}
