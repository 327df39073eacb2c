package hone.engine.format.onnx.reference;

import hone.engine.HoneException;
import hone.engine.format.onnx.proto.ElementType;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.stream.ImageInputStream;
import javax.imageio.stream.MemoryCacheImageInputStream;

/**
 * ImageDecoder: a picture's file to (height, width, channels) of bytes, by the decoders of the JDK (PNG, BMP, JPEG, TIFF) and {@link
 * PortableAnymap}. What cannot be decoded becomes an empty tensor, as the specification has it; WebP and JPEG 2000 have no decoder
 * here, which is said.
 */
final class ImageDecoding implements Operator {
    private static final long MOST_PIXELS = 1L << 24;

    /** A file of any size may hold so many pixels; beyond that, each of its bytes so many. */
    private static final long ALWAYS_PIXELS = 1_000_000;

    private static final long PIXELS_FOR_A_BYTE = 100;

    /** What a decoder, its picture and the numbers made of it take, in elements of 8 bytes. */
    private static final double ELEMENTS_FOR_A_PIXEL = 6;

    @Override
    public Set<String> names() {
        return Set.of("ImageDecoder");
    }

    @Override
    public List<OnnxValue> run(Call call) {
        byte[] file = new byte[call.in(0).count()];
        for (int i = 0; i < file.length; i++) {
            file[i] = (byte) call.in(0).whole(i);
        }
        String format = call.text("pixel_format", "RGB");
        if (!Set.of("RGB", "BGR", "Grayscale").contains(format)) {
            throw call.wrong("there is no pixel format \"" + format + '"');
        }
        boolean webp = begins(file, 0, "RIFF") && begins(file, 8, "WEBP");
        boolean jpeg2000 = begins(file, 4, "jP  ") || begins(file, 0, "\u00FFO\u00FFQ");
        if (webp || jpeg2000) {
            throw call.unavailable("pictures in " + (webp ? "WebP" : "JPEG 2000") + " are not decoded");
        }
        return List.of(decoded(call, file)
                .map(picture -> pixels(picture, format))
                .orElseGet(() -> NdArray.zeros(ElementType.U8, 0, 0, format.equals("Grayscale") ? 1 : 3)));
    }

    private static boolean begins(byte[] file, int at, String with) {
        for (int i = 0; i < with.length(); i++) {
            if (at + i >= file.length || (file[at + i] & 0xFF) != with.charAt(i)) {
                return false;
            }
        }
        return true;
    }

    /** Empty where the file holds no picture. */
    private static Optional<BufferedImage> decoded(Call call, byte[] file) {
        if (PortableAnymap.isOne(file)) {
            return PortableAnymap.decoded(file, pixels -> announce(call, file.length, pixels));
        }
        try (ImageInputStream stream = new MemoryCacheImageInputStream(new ByteArrayInputStream(file))) {
            Iterator<ImageReader> readers = ImageIO.getImageReaders(stream);
            if (!readers.hasNext()) {
                return Optional.empty();
            }
            ImageReader reader = readers.next();
            try {
                reader.setInput(stream, true, true);
                announce(call, file.length, (long) reader.getHeight(0) * reader.getWidth(0));
                return Optional.ofNullable(reader.read(0));
            } finally {
                reader.dispose();
            }
        } catch (HoneException e) {
            throw e;
        } catch (IOException | RuntimeException e) {
            // The specification wants an empty result for whatever a decoder does not understand, and those of the JDK
            // end in any way where a file is damaged
            return Optional.empty();
        }
    }

    private static void announce(Call call, long bytes, long pixels) {
        long most = Math.min(MOST_PIXELS, Math.max(ALWAYS_PIXELS, PIXELS_FOR_A_BYTE * bytes));
        if (pixels > most) {
            throw call.unavailable(
                    "a picture of " + pixels + " pixels in " + bytes + " bytes is larger than the " + most + " taken");
        }
        Dims.count((int) pixels, 3);
        call.space((double) pixels, ELEMENTS_FOR_A_PIXEL);
        call.work((double) pixels, 50);
    }

    private static NdArray pixels(BufferedImage picture, String format) {
        int height = picture.getHeight();
        int width = picture.getWidth();
        int channels = format.equals("Grayscale") ? 1 : 3;
        long[] out = new long[Dims.count(height, width, channels)];
        for (int i = 0; i < height * width; i++) {
            int rgb = picture.getRGB(i % width, i / width);
            int red = rgb >> 16 & 0xFF;
            int green = rgb >> 8 & 0xFF;
            int blue = rgb & 0xFF;
            if (channels == 1) {
                // ITU-R 601 luma in 16-bit fixed point, rounded
                out[i] = (19595L * red + 38470L * green + 7471L * blue + 0x8000) >> 16;
            } else {
                out[3 * i] = format.equals("RGB") ? red : blue;
                out[3 * i + 1] = green;
                out[3 * i + 2] = format.equals("RGB") ? blue : red;
            }
        }
        return NdArray.ofWholes(ElementType.U8, new int[] {height, width, channels}, out);
    }
}
