package hone.engine.data;

import java.util.Arrays;

/**
 * One way to write a digit: the points a pen passes through, stroke after stroke, in a box of 100 × 100 with y downwards.
 *
 * <p>In text, points are {@code x,y} with a space between; the pen lifts at {@code |}; an {@code !} behind a point makes it
 * a corner, where the pen turns sharply instead of running through smoothly.
 *
 * @param x in units of the box
 * @param y in units of the box
 * @param corner whether the pen turns sharply
 * @param starts whether a stroke starts at the point
 */
record Glyph(double[] x, double[] y, boolean[] corner, boolean[] starts) {
    static final double BOX = 100;

    static Glyph parse(String text) {
        String[] tokens = text.trim().split("\\s+");
        int count =
                (int) Arrays.stream(tokens).filter(token -> !token.equals("|")).count();
        Glyph glyph = new Glyph(new double[count], new double[count], new boolean[count], new boolean[count]);
        int point = 0;
        boolean penLifted = true;
        for (String token : tokens) {
            if (token.equals("|")) {
                penLifted = true;
                continue;
            }
            boolean corner = token.endsWith("!");
            int comma = token.indexOf(',');
            glyph.x[point] = Double.parseDouble(token.substring(0, comma)) / BOX;
            glyph.y[point] = Double.parseDouble(token.substring(comma + 1, token.length() - (corner ? 1 : 0))) / BOX;
            glyph.corner[point] = corner;
            glyph.starts[point] = penLifted;
            penLifted = false;
            point++;
        }
        return glyph;
    }

    int points() {
        return x.length;
    }

    /** Whether both lift and turn the pen at the same points, so that shapes between the two make sense. */
    boolean sameStrokes(Glyph other) {
        return Arrays.equals(corner, other.corner) && Arrays.equals(starts, other.starts);
    }
}
