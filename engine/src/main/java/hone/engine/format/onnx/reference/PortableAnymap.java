package hone.engine.format.onnx.reference;

import java.awt.image.BufferedImage;
import java.util.Optional;
import java.util.function.LongConsumer;

/**
 * Pictures in the portable formats P1 to P6: sizes and numbers as text, then pixels as text or as bytes.
 *
 * @see <a href="https://netpbm.sourceforge.net/doc/pnm.html">the formats</a>
 */
final class PortableAnymap {
    private final byte[] file;
    private int at = 2;

    private PortableAnymap(byte[] file) {
        this.file = file;
    }

    static boolean isOne(byte[] file) {
        return file.length > 2 && file[0] == 'P' && file[1] >= '1' && file[1] <= '6' && Character.isWhitespace(file[2]);
    }

    /**
     * The picture; empty where the file is not whole.
     *
     * @param announcing is told of how many pixels, before there are any
     */
    static Optional<BufferedImage> decoded(byte[] file, LongConsumer announcing) {
        int kind = file[1] - '0';
        PortableAnymap map = new PortableAnymap(file);
        long width = map.number();
        long height = map.number();
        long most = kind % 3 == 1 ? 1 : map.number();
        if (width < 1 || height < 1 || most < 1 || most > 0xFFFF) {
            return Optional.empty();
        }
        int channels = kind % 3 == 0 ? 3 : 1;
        if ((double) height * width * channels / Byte.SIZE > file.length) {
            return Optional.empty();
        }
        announcing.accept(width * height);
        int[] sizes = Dims.of(height, width, channels);
        map.at++;
        BufferedImage picture = new BufferedImage(sizes[1], sizes[0], BufferedImage.TYPE_INT_RGB);
        for (int y = 0; y < sizes[0]; y++) {
            for (int x = 0; x < sizes[1]; x++) {
                int rgb = 0;
                for (int channel = 0; channel < 3; channel++) {
                    if (channel == 0 || sizes[2] == 3) {
                        long sample = kind == 4 ? map.bit(y, x, sizes[1]) : map.sample(kind, most);
                        if (sample < 0) {
                            return Optional.empty();
                        }
                        long shade = kind % 3 == 1 ? 255 * (1 - sample) : (sample * 255 + most / 2) / most;
                        rgb = (rgb << 8) | (int) Math.min(255, shade);
                    } else {
                        rgb = (rgb << 8) | (rgb & 0xFF);
                    }
                }
                picture.setRGB(x, y, rgb);
            }
        }
        return Optional.of(picture);
    }

    /** A number of at most nine digits, after white space and comments; -1 where there is none. */
    private long number() {
        while (at < file.length && (Character.isWhitespace(file[at]) || file[at] == '#')) {
            boolean comment = file[at] == '#';
            do {
                at++;
            } while (comment && at < file.length && file[at] != '\n');
        }
        long number = -1;
        for (int digits = 0; digits < 9 && at < file.length && Character.isDigit(file[at]); digits++) {
            number = Math.max(0, number) * 10 + file[at++] - '0';
        }
        return number;
    }

    private long sample(int kind, long most) {
        if (kind == 1) {
            while (at < file.length && Character.isWhitespace(file[at])) {
                at++;
            }
            return at < file.length ? (file[at++] - '0') & 1 : -1;
        }
        if (kind < 4) {
            return number();
        }
        int bytes = most > 255 ? 2 : 1;
        if (at + bytes > file.length) {
            return -1;
        }
        long high = bytes == 2 ? (file[at++] & 0xFF) << 8 : 0;
        return high | (file[at++] & 0xFF);
    }

    /** Eight pixels a byte, each row on bytes of its own. */
    private long bit(int y, int x, int width) {
        int place = at + y * ((width + 7) / 8) + x / 8;
        return place < file.length ? file[place] >> (7 - x % 8) & 1 : -1;
    }
}
