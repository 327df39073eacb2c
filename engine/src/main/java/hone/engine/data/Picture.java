package hone.engine.data;

/**
 * A decoded picture of 8 bits a channel.
 *
 * @param channels 1 for grey, 3 for red, green and blue
 * @param rows height in pixels
 * @param columns width in pixels
 * @param pixels unsigned bytes // (channels, rows, columns)
 */
record Picture(int channels, int rows, int columns, byte[] pixels) {
    /** The same picture with so many channels: grey is repeated, colour becomes its luma (ITU-R BT.601). */
    Picture withChannels(int wanted) {
        if (wanted == channels) {
            return this;
        }
        int plane = rows * columns;
        byte[] changed = new byte[wanted * plane];
        for (int i = 0; i < plane; i++) {
            if (wanted == 1) {
                changed[i] = (byte) Math.round(0.299 * at(i) + 0.587 * at(plane + i) + 0.114 * at(2 * plane + i));
            } else {
                for (int channel = 0; channel < wanted; channel++) {
                    changed[channel * plane + i] = pixels[i];
                }
            }
        }
        return new Picture(wanted, rows, columns, changed);
    }

    /** The picture scaled to another size: each new pixel is the mean of the area it covers. */
    Picture scaled(int newRows, int newColumns) {
        if (newRows == rows && newColumns == columns) {
            return this;
        }
        byte[] changed = new byte[channels * newRows * newColumns];
        for (int channel = 0; channel < channels; channel++) {
            for (int row = 0; row < newRows; row++) {
                for (int column = 0; column < newColumns; column++) {
                    double top = (double) row * rows / newRows;
                    double left = (double) column * columns / newColumns;
                    double mean = mean(
                            channel * rows * columns,
                            top,
                            (row + 1.0) * rows / newRows,
                            left,
                            (column + 1.0) * columns / newColumns);
                    changed[(channel * newRows + row) * newColumns + column] = (byte) Math.round(mean);
                }
            }
        }
        return new Picture(channels, newRows, newColumns, changed);
    }

    private double mean(int plane, double top, double bottom, double left, double right) {
        double sum = 0;
        double area = 0;
        for (int row = (int) top; row < Math.min(rows, bottom); row++) {
            double height = Math.min(bottom, row + 1) - Math.max(top, row);
            for (int column = (int) left; column < Math.min(columns, right); column++) {
                double part = height * (Math.min(right, column + 1) - Math.max(left, column));
                sum += part * at(plane + row * columns + column);
                area += part;
            }
        }
        return sum / area;
    }

    private int at(int i) {
        return Byte.toUnsignedInt(pixels[i]);
    }
}
