package hone.profiler.history;

import hone.engine.InvalidInput;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;

/** A text as gzip, in which a report's samples take a third. */
final class PackedText {
    /** No report is longer; what unpacks to more is no report. */
    private static final int MOST_BYTES = 64 << 20;

    private PackedText() {}

    static byte[] pack(String text) {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(packed)) {
            gzip.write(text.getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException("memory does not fail", e);
        }
        return packed.toByteArray();
    }

    /**
     * @param where the bytes come from, for the sentence of an error
     * @throws InvalidInput if they are damaged
     */
    static String unpack(byte[] packed, String where) {
        try (GZIPInputStream gzip = new GZIPInputStream(new ByteArrayInputStream(packed))) {
            byte[] bytes = gzip.readNBytes(MOST_BYTES + 1);
            if (bytes.length > MOST_BYTES) {
                throw new InvalidInput(
                        "cannot read the run report", where, "it unpacks to more than " + MOST_BYTES + " bytes");
            }
            return new String(bytes, StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new InvalidInput("cannot read the run report", where, "it is damaged: " + e.getMessage());
        }
    }
}
