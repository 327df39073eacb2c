package hone.engine.data.fetch;

import hone.engine.Cancellation;
import hone.engine.InvalidInput;
import hone.engine.badinput.Bad;
import hone.engine.badinput.BadFormat;
import hone.engine.memory.MemoryBudget;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;

/** Gzipped tar archives; damage comes before compression, and headers get right checksums half of the time. */
public final class TarBadFormat implements BadFormat {
    private static final String ARCHIVE = "archive.tar.gz";
    private static final byte[] SOME = new byte[600];

    private final List<Bad> all = new ArrayList<>();

    @Override
    public String name() {
        return "tar in gzip";
    }

    @Override
    public List<Bad> bad() {
        all.clear();
        byte[] good = TarBytes.good();
        for (String path : List.of(
                "/etc/a.bin",
                "../a.bin",
                "x/../../a.bin",
                "x/..",
                "..",
                "C:/a.bin",
                "c:a.bin",
                "x\\a.bin",
                "..\\a.bin")) {
            add("path " + path, new TarBytes().entry(path, '0', SOME).end(), "outside the folder");
        }
        for (char type : "12346".toCharArray()) {
            add("type " + type, new TarBytes().entry("a.bin", type, new byte[0]).end(), "a link or a device");
        }
        header("a prefix that leaves", header -> TarBytes.put(header, 345, "../.."), "outside the folder");
        header("a size of letters", header -> TarBytes.put(header, 124, "size of it "), "not octal");
        header("a negative size", header -> TarBytes.put(header, 124, "-0000000001"), "not octal");
        header("no size", header -> Arrays.fill(header, 124, 136, (byte) 0), "not octal");
        header("a size of 2^36", header -> TarBytes.put(header, 124, "777777777777"), "inflates to more than");
        header("a size in base 256", header -> header[124] = (byte) 0x80, "not octal");
        header("a size past the end", header -> TarBytes.put(header, 124, "00000177777"), "ends within an entry");
        byte[] wrong = good.clone();
        wrong[0] ^= 1;
        add("a wrong checksum", wrong, "checksum");
        add("no end", new TarBytes().entry("a.bin", '0', SOME).withoutEnd(), "without the empty block");
        add("nothing", new byte[0], "without the empty block");
        add("half a header", Arrays.copyOf(good, 300), "without the empty block");
        add(
                "the same name twice",
                new TarBytes()
                        .entry("x/a.bin", '0', SOME)
                        .entry("y/a.bin", '0', SOME)
                        .end(),
                "two of");
        TarBytes many = new TarBytes();
        for (int i = 0; i <= 10_000; i++) {
            many.entry("x" + i + ".txt", '0', new byte[0]);
        }
        all.add(Bad.file("10,001 entries", ARCHIVE, stored(many.end()), "more than"));
        add(
                "a bomb in one file",
                new TarBytes().entry("a.bin", '0', new byte[20 << 20]).end(),
                "inflates to more");
        add("a bomb after the end", Arrays.copyOf(good, 20 << 20), "inflates to more");
        all.add(Bad.file("not gzip", ARCHIVE, good, "not a gzip file"));
        all.add(Bad.file("empty", ARCHIVE, new byte[0], "cut off"));
        byte[] packed = gzip(good);
        all.add(Bad.file("cut", ARCHIVE, Arrays.copyOf(packed, packed.length - 20), "cut off"));
        all.add(Bad.file("bytes after it", ARCHIVE, Arrays.copyOf(packed, packed.length + 9), "more bytes follow"));
        byte[] sum = packed.clone();
        sum[packed.length - 6] ^= 1;
        all.add(Bad.file("a wrong sum", ARCHIVE, sum, "checksum"));
        all.add(Bad.file("gzip twice", ARCHIVE, gzip(packed), ""));
        return List.copyOf(all);
    }

    private void add(String name, byte[] tar, String reason) {
        all.add(Bad.file(name, ARCHIVE, gzip(tar), reason));
    }

    private void header(String name, Consumer<byte[]> change, String reason) {
        add(name, new TarBytes().entry("a.bin", '0', SOME, change).end(), reason);
    }

    @Override
    public List<Map<String, byte[]>> good() {
        return List.of(Map.of(ARCHIVE, TarBytes.good()));
    }

    @Override
    public byte[] kept(String file, byte[] damaged) {
        byte[] right = damaged.clone();
        if (right.length % 2 == 0) {
            for (int at = 0; at + TarEntry.BLOCK <= right.length; at += TarEntry.BLOCK) {
                byte[] block = Arrays.copyOfRange(right, at, at + TarEntry.BLOCK);
                if (block[257] == 'u') {
                    System.arraycopy(TarBytes.withChecksum(block), 0, right, at, TarEntry.BLOCK);
                }
            }
        }
        return gzip(right);
    }

    @Override
    public List<String> words() {
        return List.of(
                "../",
                "/",
                "\\",
                "..",
                ".bin",
                "00000000000\0",
                "77777777777\0",
                "ustar",
                "0",
                "1",
                "2",
                "5",
                "x",
                "L");
    }

    /** As little of it as there can be, so that bombs are large beside it. */
    private static byte[] stored(byte[] content) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(bytes) {
            {
                def.setLevel(java.util.zip.Deflater.NO_COMPRESSION);
            }
        }) {
            gzip.write(content);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    private static byte[] gzip(byte[] content) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(bytes)) {
            gzip.write(content);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    /** Nothing may be left of what was refused, and nothing may lie elsewhere. */
    @Override
    public void read(Path folder, MemoryBudget budget, Cancellation stop) throws IOException {
        Path target = folder.resolve("inner").resolve("target");
        try {
            TarFolder.unpack(folder.resolve(ARCHIVE), target, stop);
            check(folder, target, true);
        } catch (InvalidInput e) {
            check(folder, target, false);
            throw e;
        }
    }

    private static void check(Path folder, Path target, boolean whole) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                boolean wanted = whole
                        && target.equals(file.getParent())
                        && file.toString().endsWith(".bin");
                if (!wanted && !file.endsWith(ARCHIVE)) {
                    throw new AssertionError("a file lies where it must not: " + file);
                }
            }
        }
    }
}
