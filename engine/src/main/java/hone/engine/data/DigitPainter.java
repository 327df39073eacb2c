package hone.engine.data;

import hone.engine.random.CounterRandom;
import java.util.List;

/** Writes one digit at a time; keeps its buffers, so each thread needs its own. */
final class DigitPainter {
    private static final int MOST_POINTS = 64;

    private final double[] x = new double[MOST_POINTS];
    private final double[] y = new double[MOST_POINTS];
    private final PenPath path = new PenPath();
    private final Distortion distortion = new Distortion();
    private final Rasterizer rasterizer = new Rasterizer(DigitFrame.BOX);
    private final double[] ink = new double[DigitFrame.BOX * DigitFrame.BOX]; // (20, 20)

    /**
     * @param digit 0 … 9
     * @param random decides everything else
     * @param field receives the picture from {@code offset} on // (28, 28); it holds zeros before
     */
    void paint(int digit, CounterRandom random, byte[] field, int offset) {
        Handwriting hand = Handwriting.draw(random);
        Glyph strokes = intend(GlyphTemplates.of(digit), hand, random);
        PenSpline.draw(x, y, strokes, path);
        distortion.apply(path, hand, random);
        press(hand, random);
        DigitFrame.fit(path);
        rasterizer.fill(path, hand.edge(), hand.roughness(), random, ink);
        DigitFrame.place(ink, field, offset);
    }

    /**
     * Chooses a family and a shape between three of its extremes, or a little beyond, and lets every point stray.
     *
     * @return a glyph with the chosen family's strokes; the points themselves are in x and y
     */
    private Glyph intend(List<GlyphFamily> families, Handwriting hand, CounterRandom random) {
        List<Glyph> extremes = choose(families, random).extremes();
        Glyph a = extremes.get(random.nextInt(extremes.size()));
        Glyph b = extremes.get(random.nextInt(extremes.size()));
        Glyph c = extremes.get(random.nextInt(extremes.size()));
        double ofB = random.uniform(-0.1, 0.7);
        double ofC = random.uniform(-0.1, 0.5);
        double ofA = 1 - ofB - ofC;
        for (int i = 0; i < a.points(); i++) {
            x[i] = ofA * a.x()[i] + ofB * b.x()[i] + ofC * c.x()[i] + hand.wander() * Distortion.gaussianLike(random);
            y[i] = ofA * a.y()[i] + ofB * b.y()[i] + ofC * c.y()[i] + hand.wander() * Distortion.gaussianLike(random);
        }
        return a;
    }

    private static GlyphFamily choose(List<GlyphFamily> families, CounterRandom random) {
        double total = 0;
        for (GlyphFamily family : families) {
            total += family.weight();
        }
        double point = random.nextDouble() * total;
        for (GlyphFamily family : families) {
            point -= family.weight();
            if (point < 0) {
                return family;
            }
        }
        return families.getLast();
    }

    /** Lets the line swell and shrink along its way. */
    private void press(Handwriting hand, CounterRandom random) {
        double phase = random.uniform(0, 2 * StrictMath.PI);
        double pace = random.uniform(0.05, 0.2);
        for (int i = 0; i < path.count; i++) {
            path.radius[i] = hand.radius() * (1 + hand.unsteadiness() * StrictMath.sin(phase + pace * i));
        }
    }
}
