package hone.engine.op.conv;

import hone.engine.InvalidInput;

/** A height and a width: of a window, of its steps, of a margin. */
public record Extent(int height, int width) {
    /** The same both ways. */
    public static Extent square(int side) {
        return new Extent(side, side);
    }

    /**
     * Checks both sides.
     *
     * @throws InvalidInput if one is smaller than {@code least}
     */
    public static void check(Extent extent, int least, String which) {
        if (extent == null || extent.height < least || extent.width < least) {
            throw new InvalidInput("the " + which + " must be at least " + least + " both ways", "", "it is " + extent);
        }
    }

    /** "3×3". */
    @Override
    public String toString() {
        return height + "×" + width;
    }
}
