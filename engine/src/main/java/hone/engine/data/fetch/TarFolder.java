package hone.engine.data.fetch;

import hone.engine.Cancellation;
import hone.engine.InvalidInput;
import hone.engine.IoReason;
import hone.engine.data.GzipDamage;
import hone.engine.data.GzipMember;
import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;

/**
 * Unpacks the {@code .bin} files of a gzipped tar archive into one folder, all of them or none. An entry that would lie
 * outside the folder, or that is a link or a device, ends it; so does an archive that inflates to more than {@link
 * #MOST_INFLATION} times itself. Other files and folders are passed over.
 *
 * <p>Source: POSIX.1-2017, pax, "ustar Interchange Format".
 */
public final class TarFolder {
    private static final long MOST_BYTES = 64L << 20;
    private static final long MOST_BYTES_TOGETHER = 2L << 30;
    private static final int MOST_ENTRIES = 10_000;

    /** Pictures that are compressed take no less than a third of their bytes. */
    private static final long MOST_INFLATION = 100;

    /** A small archive is mostly padding, which inflates well. */
    private static final long ALWAYS_INFLATED = 1 << 20;

    private static final String PART = ".part";

    private final Path archive;
    private final Path folder;
    private final Cancellation cancellation;
    private final List<Path> written = new ArrayList<>();
    private long most;
    private long inflated;

    private TarFolder(Path archive, Path folder, Cancellation cancellation) {
        this.archive = archive;
        this.folder = folder;
        this.cancellation = cancellation;
    }

    /**
     * Unpacks an archive.
     *
     * @return how many files were written
     * @throws InvalidInput if the archive is damaged, is not what it must be, or a file cannot be written; the folder then is as
     *     it was
     */
    public static int unpack(Path archive, Path folder, Cancellation cancellation) {
        TarFolder tar = new TarFolder(archive, folder, cancellation);
        boolean whole = false;
        try (InputStream in = new GzipMember(new BufferedInputStream(Files.newInputStream(archive)))) {
            tar.most = Math.min(MOST_BYTES_TOGETHER, Math.max(ALWAYS_INFLATED, Files.size(archive) * MOST_INFLATION));
            Files.createDirectories(folder);
            tar.entries(in);
            tar.drain(in);
            tar.name();
            whole = true;
            return tar.written.size();
        } catch (GzipDamage e) {
            throw new InvalidInput("cannot unpack the archive", archive + ", byte " + e.at(), e.why());
        } catch (EOFException _) {
            throw tar.refusal("it ends within an entry");
        } catch (IOException e) {
            throw tar.refusal(IoReason.of(e));
        } finally {
            if (!whole) {
                tar.discard();
            }
        }
    }

    private void entries(InputStream in) throws IOException {
        byte[] block = new byte[TarEntry.BLOCK];
        for (int entry = 0; ; entry++) {
            cancellation.check("unpacking");
            if (in.readNBytes(block, 0, block.length) < block.length) {
                throw refusal("it ends without the empty block that ends an archive");
            }
            count(block.length);
            if (TarEntry.isEnd(block)) {
                return;
            }
            if (entry == MOST_ENTRIES) {
                throw refusal("it has more than " + MOST_ENTRIES + " entries");
            }
            TarEntry next = TarEntry.of(block, this::refusal);
            count(next.padded());
            if (next.isWanted()) {
                if (next.size() > MOST_BYTES) {
                    throw refusal(next.name() + " has " + next.size() + " bytes, above the limit of " + MOST_BYTES);
                }
                write(in, next);
            } else {
                in.skipNBytes(next.size());
            }
            in.skipNBytes(next.padded() - next.size());
        }
    }

    private void count(long bytes) {
        inflated += bytes;
        if (inflated > most) {
            throw refusal("it inflates to more than " + most + " bytes, which its size does not allow");
        }
    }

    private void write(InputStream in, TarEntry entry) throws IOException {
        Path file = folder.resolve(entry.name());
        if (written.contains(file)) {
            throw refusal("two of its files are called " + entry.name());
        }
        written.add(file);
        try (OutputStream out = Files.newOutputStream(part(file))) {
            byte[] chunk = new byte[1 << 16];
            for (long left = entry.size(); left > 0; ) {
                int count = in.read(chunk, 0, (int) Math.min(left, chunk.length));
                if (count < 0) {
                    throw new EOFException();
                }
                out.write(chunk, 0, count);
                left -= count;
            }
        }
    }

    /** To the end of the compressed data, where its checksum is. */
    private void drain(InputStream in) throws IOException {
        byte[] chunk = new byte[1 << 13];
        for (int count = in.read(chunk); count >= 0; count = in.read(chunk)) {
            cancellation.check("unpacking");
            count(count);
        }
    }

    private static Path part(Path file) {
        return file.resolveSibling(file.getFileName() + PART);
    }

    private void name() throws IOException {
        for (Path file : written) {
            Files.move(part(file), file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        }
    }

    private void discard() {
        for (Path file : written) {
            try {
                Files.deleteIfExists(part(file));
            } catch (IOException _) {
                // What stopped the unpacking is the error to tell; the next one overwrites this part.
            }
        }
    }

    private InvalidInput refusal(String why) {
        return new InvalidInput("cannot unpack the archive", archive.toString(), why);
    }
}
