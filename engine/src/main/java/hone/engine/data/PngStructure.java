package hone.engine.data;

import hone.engine.InvalidInput;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.zip.CRC32;

/**
 * Holds a PNG file to its structure before it is decoded: the signature, chunks whose lengths and checksums agree with
 * the file, a header first and an end last, and compressed data that can hold the pixels that the header promises.
 *
 * <p>Source: PNG Specification, Third Edition, sections 5 and 11.
 */
final class PngStructure {
    private static final byte[] SIGNATURE = {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n'};
    private static final int HEADER_BYTES = 13;

    /** Length, type and checksum of a chunk. */
    private static final int FRAME_BYTES = 12;

    /** Deflate cannot do better than 1032:1. */
    private static final long MOST_INFLATION = 1100;

    private PngStructure() {}

    static boolean isPng(byte[] bytes) {
        return bytes.length >= SIGNATURE.length
                && Arrays.equals(SIGNATURE, 0, SIGNATURE.length, bytes, 0, SIGNATURE.length);
    }

    /** @throws InvalidInput if the file is not of this structure, with the byte */
    static void check(String file, byte[] bytes) {
        ByteBuffer in = ByteBuffer.wrap(bytes);
        long width = 0;
        long height = 0;
        long compressed = 0;
        boolean ended = false;
        for (int at = SIGNATURE.length; at < bytes.length; ) {
            if (ended) {
                throw PictureFile.refusal(file + ", byte " + at, "more bytes follow the end chunk");
            }
            if (bytes.length - at < FRAME_BYTES) {
                throw PictureFile.refusal(file + ", byte " + at, "the file ends within a chunk");
            }
            long length = Integer.toUnsignedLong(in.getInt(at));
            if (length > bytes.length - at - FRAME_BYTES) {
                throw PictureFile.refusal(
                        file + ", byte " + at,
                        "a chunk of " + length + " bytes does not fit into the " + (bytes.length - at - FRAME_BYTES)
                                + " that are left");
            }
            CRC32 checksum = new CRC32();
            checksum.update(bytes, at + 4, (int) length + 4);
            if ((int) checksum.getValue() != in.getInt(at + 8 + (int) length)) {
                throw PictureFile.refusal(
                        file + ", byte " + at,
                        "the checksum of the chunk 0x" + HexFormat.of().formatHex(bytes, at + 4, at + 8) + " is wrong");
            }
            String type = new String(bytes, at + 4, 4, StandardCharsets.ISO_8859_1);
            if (type.equals("IHDR") != (at == SIGNATURE.length)) {
                throw PictureFile.refusal(file + ", byte " + at, "the header chunk is not the first, or is not alone");
            }
            if (type.equals("IHDR")) {
                if (length != HEADER_BYTES) {
                    throw PictureFile.refusal(file + ", byte " + at, "the header has " + length + " bytes, not 13");
                }
                width = Integer.toUnsignedLong(in.getInt(at + 8));
                height = Integer.toUnsignedLong(in.getInt(at + 12));
                PictureFile.checkSize(file, width, height, bytes.length);
            }
            compressed += type.equals("IDAT") ? length : 0;
            ended = type.equals("IEND");
            at += FRAME_BYTES + (int) length;
        }
        if (!ended) {
            throw PictureFile.refusal(file + ", byte " + bytes.length, "the file ends without its end chunk");
        }
        // A pixel has at least one bit, and a row one byte more.
        if (height * (width / 8 + 1) > compressed * MOST_INFLATION) {
            throw PictureFile.refusal(
                    file, compressed + " compressed bytes cannot hold " + width + "×" + height + " pixels");
        }
    }
}
