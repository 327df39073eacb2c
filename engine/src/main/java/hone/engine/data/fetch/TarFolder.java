package hone.engine.data.fetch;

import hone.engine.Cancellation;
import hone.engine.InvalidInput;
import hone.engine.IoReason;
import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.zip.GZIPInputStream;

/**
 * Unpacks the {@code .bin} files of a gzipped tar archive into one folder. Whatever path an entry has, only its last name
 * counts, and links, devices and folders are passed over, so nothing is written elsewhere.
 *
 * <p>Source: POSIX.1-2017, pax, "ustar Interchange Format".
 */
public final class TarFolder {
    private static final int BLOCK = 512;
    private static final long MOST_BYTES = 64L << 20;
    private static final int MOST_ENTRIES = 10_000;

    private TarFolder() {}

    /**
     * Unpacks an archive.
     *
     * @return how many files were written
     * @throws InvalidInput if the archive is damaged, has too many or too large entries, or a file cannot be written
     */
    public static int unpack(Path archive, Path folder, Cancellation cancellation) {
        int written = 0;
        try (InputStream in = new GZIPInputStream(new BufferedInputStream(Files.newInputStream(archive)), 1 << 16)) {
            Files.createDirectories(folder);
            byte[] header = new byte[BLOCK];
            for (int entry = 0; in.readNBytes(header, 0, BLOCK) == BLOCK && header[0] != 0; entry++) {
                cancellation.check("unpacking");
                if (entry == MOST_ENTRIES) {
                    throw refusal(archive, "it has more than " + MOST_ENTRIES + " entries");
                }
                long size = size(archive, header);
                String name = name(header);
                boolean regular = header[156] == '0' || header[156] == 0;
                if (regular && name.matches("[A-Za-z0-9_-]+\\.bin")) {
                    if (size > MOST_BYTES) {
                        throw refusal(archive, name + " has " + size + " bytes, above the limit of " + MOST_BYTES);
                    }
                    write(in, size, folder.resolve(name));
                    written++;
                } else {
                    in.skipNBytes(size);
                }
                in.skipNBytes((BLOCK - size % BLOCK) % BLOCK);
            }
        } catch (EOFException _) {
            throw refusal(archive, "it ends within an entry");
        } catch (IOException e) {
            throw refusal(archive, IoReason.of(e));
        }
        return written;
    }

    private static void write(InputStream in, long size, Path file) throws IOException {
        Path part = file.resolveSibling(file.getFileName() + ".part");
        try (OutputStream out = Files.newOutputStream(part)) {
            byte[] chunk = new byte[1 << 16];
            for (long left = size; left > 0; ) {
                int count = in.read(chunk, 0, (int) Math.min(left, chunk.length));
                if (count < 0) {
                    throw new EOFException();
                }
                out.write(chunk, 0, count);
                left -= count;
            }
        }
        Files.move(part, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    private static String name(byte[] header) {
        int end = 0;
        while (end < 100 && header[end] != 0) {
            end++;
        }
        String path = new String(header, 0, end, StandardCharsets.ISO_8859_1);
        return path.substring(path.lastIndexOf('/') + 1);
    }

    private static long size(Path archive, byte[] header) {
        String octal = new String(header, 124, 12, StandardCharsets.ISO_8859_1)
                .replaceAll("[ \0]+$", "")
                .strip();
        if (!octal.matches("[0-7]{1,12}")) {
            throw refusal(archive, "an entry's size is not an octal number");
        }
        return Long.parseLong(octal, 8);
    }

    private static InvalidInput refusal(Path archive, String why) {
        return new InvalidInput("cannot unpack the archive", archive.toString(), why);
    }
}
