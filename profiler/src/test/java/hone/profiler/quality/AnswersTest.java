package hone.profiler.quality;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import hone.engine.random.CounterRandom;
import hone.engine.train.TextLosses;
import hone.profiler.report.Quality;
import hone.profiler.report.QualityChange;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class AnswersTest {
    /** Measures with variance 1, answered with an error of this deviation: R² is about 1 − deviation². */
    private static MeasureAnswers measures(int count, double deviation, long seed) {
        CounterRandom truth = new CounterRandom(1, 0, 0);
        CounterRandom noise = new CounterRandom(seed, 1, 0);
        List<Double> measured = new ArrayList<>();
        List<Double> predicted = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            measured.add(truth.nextGaussian());
            predicted.add(measured.getLast() + deviation * noise.nextGaussian());
        }
        return new MeasureAnswers(predicted, measured);
    }

    @Test
    void explainedVarianceWithAnInterval() {
        Quality quality = measures(2000, 0.5, 2).quality();
        assertEquals("R²", quality.metric());
        assertTrue(quality.higherIsBetter());
        assertTrue(quality.low() < 0.75 && 0.75 < quality.high(), quality.toString());
        assertTrue(quality.high() - quality.low() < 0.05, quality.toString());
    }

    @Test
    void theIntervalHoldsTheTruthAboutAsOftenAsItSays() {
        int held = 0;
        for (int seed = 0; seed < 40; seed++) {
            Quality quality = measures(300, 0.5, 100 + seed).quality();
            held += quality.low() < 0.75 && 0.75 < quality.high() ? 1 : 0;
        }
        // The measures are the same each time, which takes some of the spread away; 5 % of 40 are 2.
        assertTrue(held >= 33, "held " + held + " of 40");
    }

    @Test
    void aChangeOfMeasuresIsPaired() {
        MeasureAnswers good = measures(500, 0.3, 2);
        MeasureAnswers bad = measures(500, 0.6, 3);
        QualityChange worse = bad.since(good);
        assertTrue(worse.high() < 0, worse.toString());
        assertEquals(worse.difference(), bad.quality().value() - good.quality().value(), 1e-12);
        assertEquals(500, worse.changed());
        QualityChange same = good.since(good);
        assertEquals(0, same.changed());
        assertEquals(0, same.difference());
    }

    private static TokenAnswers text(double natsPerToken) {
        List<TextLosses.Window> windows = new ArrayList<>();
        for (int i = 0; i < 60; i++) {
            windows.add(new TextLosses.Window(10 + i % 7, (10 + i % 7) * (natsPerToken + 0.01 * (i % 5 - 2))));
        }
        return new TokenAnswers(new TextLosses(windows));
    }

    @Test
    void perplexityIsBetterWhereItIsLess() {
        Quality quality = text(1).quality();
        assertEquals("perplexity", quality.metric());
        assertFalse(quality.higherIsBetter());
        assertEquals(Math.E, quality.value(), 0.02);
        QualityChange change = text(1.1).since(text(1));
        assertTrue(change.low() > 0, change.toString());
        assertEquals(60, change.lost());
        assertEquals(0, change.gained());
        assertEquals(0, text(1).since(text(1)).changed());
    }
}
