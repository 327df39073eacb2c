package hone.engine.data;

import hone.engine.InvalidInput;
import hone.engine.IoReason;
import java.awt.image.BufferedImage;
import java.awt.image.IndexColorModel;
import java.awt.image.Raster;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.stream.MemoryCacheImageInputStream;

/**
 * Reads one PNG or JPEG file with the decoders of the Java platform. What the file's name says does not count; its first
 * bytes do. Nothing is decoded before the size that the header gives is known to be within bounds.
 */
final class PictureFile {
    /** The largest file that is read: 64 MiB. */
    static final long MOST_BYTES = 64L << 20;

    /** The most pixels of one picture: 16 million. */
    static final long MOST_PIXELS = 1L << 24;

    /** A small file may be one of a single colour; with so many pixels it is still no burden. */
    private static final long ALWAYS_PIXELS = 1L << 20;

    /** More pixels for each byte of the file are a bomb, not a picture. */
    private static final long MOST_PIXELS_A_BYTE = 100;

    private PictureFile() {}

    /**
     * Decodes a file.
     *
     * @return the picture, with one channel if the file is grey
     * @throws InvalidInput if the file is missing, damaged, neither PNG nor JPEG, or too large
     */
    static Picture read(Path path) {
        String file = path.toString();
        byte[] bytes = bytes(path);
        boolean jpeg = bytes.length > 2 && bytes[0] == (byte) 0xFF && bytes[1] == (byte) 0xD8;
        if (PngStructure.isPng(bytes)) {
            PngStructure.check(file, bytes);
            return decode(file, bytes, "png");
        }
        if (!jpeg) {
            throw refusal(file + ", byte 0", "this is neither a PNG nor a JPEG file");
        }
        int end = bytes.length;
        while (bytes[end - 1] == 0) {
            end--;
        }
        if (bytes[end - 2] != (byte) 0xFF || bytes[end - 1] != (byte) 0xD9) {
            throw refusal(file + ", byte " + bytes.length, "the file ends without the JPEG end marker");
        }
        return decode(file, bytes, "jpeg");
    }

    static InvalidInput refusal(String where, String why) {
        return new InvalidInput("cannot read the picture", where, why);
    }

    /** @throws InvalidInput if a picture of this size is not read */
    static void checkSize(String file, long width, long height, long fileBytes) {
        if (width < 1
                || height < 1
                || width > IdxReader.LONGEST_SIDE
                || height > IdxReader.LONGEST_SIDE
                || width * height > MOST_PIXELS) {
            throw refusal(
                    file,
                    "its header gives " + width + "×" + height + " pixels; 1×1 to " + IdxReader.LONGEST_SIDE + "×"
                            + IdxReader.LONGEST_SIDE + " are read");
        }
        if (width * height > Math.max(ALWAYS_PIXELS, fileBytes * MOST_PIXELS_A_BYTE)) {
            throw refusal(
                    file,
                    "its " + fileBytes + " bytes cannot hold " + width + "×" + height + " pixels, more than "
                            + MOST_PIXELS_A_BYTE + " for each");
        }
    }

    private static byte[] bytes(Path path) {
        if (Files.exists(path) && !Files.isRegularFile(path)) {
            throw refusal(path.toString(), "this is not a regular file");
        }
        try {
            long size = Files.size(path);
            if (size > MOST_BYTES) {
                throw refusal(path.toString(), "its " + size + " bytes are above the limit of " + MOST_BYTES);
            }
            return Files.readAllBytes(path);
        } catch (IOException e) {
            throw refusal(path.toString(), IoReason.of(e));
        }
    }

    private static Picture decode(String file, byte[] bytes, String format) {
        ImageReader reader = ImageIO.getImageReadersByFormatName(format).next();
        try (var in = new MemoryCacheImageInputStream(new ByteArrayInputStream(bytes))) {
            reader.setInput(in, true, true);
            checkSize(file, reader.getWidth(0), reader.getHeight(0), bytes.length);
            StringBuilder warnings = new StringBuilder();
            reader.addIIOReadWarningListener((_, warning) -> warnings.append(warnings.isEmpty() ? warning : ""));
            BufferedImage image = reader.read(0);
            if (!warnings.isEmpty()) {
                throw refusal(file, "decoding it gives a warning: " + sentence(warnings.toString()));
            }
            return picture(image);
        } catch (InvalidInput e) {
            throw e;
        } catch (IOException | RuntimeException e) {
            // The platform's decoders answer damage with whatever exception their code runs into.
            throw refusal(file, "decoding it fails: " + sentence(String.valueOf(e.getMessage())));
        } finally {
            reader.dispose();
        }
    }

    private static String sentence(String message) {
        String line = message.lines().findFirst().orElse("").replaceAll("\\p{Cntrl}", "?");
        return line.length() > 120 ? line.substring(0, 120) + "…" : line;
    }

    private static Picture picture(BufferedImage image) {
        int rows = image.getHeight();
        int columns = image.getWidth();
        boolean grey = image.getColorModel() instanceof IndexColorModel palette
                ? isGrey(palette)
                : image.getRaster().getNumBands() <= 2;
        byte[] pixels = new byte[(grey ? 1 : 3) * rows * columns];
        int[] line = new int[columns];
        for (int row = 0; row < rows; row++) {
            int at = row * columns;
            if (grey) {
                greyLine(image, row, line, pixels);
            } else {
                image.getRGB(0, row, columns, 1, line, 0, columns);
                for (int column = 0; column < columns; column++) {
                    int rgb = line[column];
                    pixels[at + column] = (byte) (rgb >> 16);
                    pixels[rows * columns + at + column] = (byte) (rgb >> 8);
                    pixels[2 * rows * columns + at + column] = (byte) rgb;
                }
            }
        }
        return new Picture(grey ? 1 : 3, rows, columns, pixels);
    }

    private static boolean isGrey(IndexColorModel palette) {
        for (int i = 0; i < palette.getMapSize(); i++) {
            if (palette.getRed(i) != palette.getGreen(i) || palette.getRed(i) != palette.getBlue(i)) {
                return false;
            }
        }
        return true;
    }

    /** The stored values: asking a grey image for its RGB would bend it by the gamma of another colour space. */
    private static void greyLine(BufferedImage image, int row, int[] line, byte[] pixels) {
        Raster raster = image.getRaster();
        raster.getSamples(0, row, line.length, 1, 0, line);
        int bits = raster.getSampleModel().getSampleSize(0);
        for (int column = 0; column < line.length; column++) {
            int value = line[column];
            int grey = image.getColorModel() instanceof IndexColorModel palette
                    ? palette.getRed(value)
                    : bits > 8 ? value >> (bits - 8) : value * 255 / ((1 << bits) - 1);
            pixels[row * line.length + column] = (byte) grey;
        }
    }
}
