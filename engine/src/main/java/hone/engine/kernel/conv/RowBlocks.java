package hone.engine.kernel.conv;

/**
 * How a convolution is cut into units: an image, a group of channels and a block of output rows each. One image is cut
 * into a few blocks, so that threads find work at batch 1; with more images a block is as high as its memory allows.
 *
 * @param most rows that a block may have
 */
record RowBlocks(ConvShape shape, int most) {
    /** Units aimed at. */
    private static final int UNITS = 4;

    /** Blocks whose working memory stays within {@code bytes}, of at least one row. */
    static RowBlocks within(ConvShape shape, long bytes, long bytesPerRow) {
        return new RowBlocks(shape, Math.clamp(bytes / Math.max(1, bytesPerRow), 1, shape.outHeight()));
    }

    /** Rows of a block in a run of so many images; the last block may have fewer. */
    int rows(long images) {
        long shared = (images * shape.groups() * shape.outHeight() + UNITS - 1) / UNITS;
        return Math.clamp(shared, 1, most);
    }

    /** Blocks of one image's group. */
    int blocks(long images) {
        int rows = rows(images);
        return (shape.outHeight() + rows - 1) / rows;
    }

    long units(long images) {
        return images * shape.groups() * blocks(images);
    }

    /** The image of a unit. */
    long image(long unit, long images) {
        return unit / ((long) shape.groups() * blocks(images));
    }

    int group(long unit, long images) {
        return (int) (unit / blocks(images) % shape.groups());
    }

    /** The first output row of a unit. */
    int top(long unit, long images) {
        return (int) (unit % blocks(images)) * rows(images);
    }

    /** Output rows of the unit that begins at {@code top}. */
    int height(int top, long images) {
        return Math.min(rows(images), shape.outHeight() - top);
    }
}
