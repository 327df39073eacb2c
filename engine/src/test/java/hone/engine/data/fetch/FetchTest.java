package hone.engine.data.fetch;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import hone.engine.Cancellation;
import hone.engine.Cancelled;
import hone.engine.InvalidInput;
import hone.engine.Progress;
import hone.engine.Unavailable;
import hone.engine.data.Refusal;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Fetching from a server on this machine: whole, in pieces, from the wrong file, and from nowhere. */
class FetchTest {
    private static final byte[] CONTENT = content();

    @TempDir
    Path folder;

    private HttpServer server;
    private HttpClient client;
    private final List<String> ranges = new ArrayList<>();
    private int status = 200;
    private boolean knowsRanges = true;
    private int cutAt = CONTENT.length;
    private byte[] served = CONTENT;

    private static byte[] content() {
        byte[] bytes = new byte[300_000];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = (byte) (i * 31 + i / 251);
        }
        return bytes;
    }

    @BeforeEach
    void serve() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::answer);
        server.start();
        client = Fetch.client();
    }

    @AfterEach
    void stop() {
        server.stop(0);
        client.close();
    }

    private void answer(HttpExchange exchange) throws IOException {
        String range = exchange.getRequestHeaders().getFirst("Range");
        ranges.add(String.valueOf(range));
        int from = range == null || !knowsRanges ? 0 : Integer.parseInt(range.replaceAll("\\D", ""));
        int code = status;
        if (from > 0) {
            code = 206;
            exchange.getResponseHeaders()
                    .add("Content-Range", "bytes " + from + "-" + (served.length - 1) + "/" + served.length);
        }
        exchange.sendResponseHeaders(code, served.length - from);
        int to = Math.min(cutAt, served.length);
        if (to > from) {
            exchange.getResponseBody().write(served, from, to - from);
        }
        exchange.close();
    }

    private RemoteFile file(String sha256) {
        URI address = URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/data.bin");
        return new RemoteFile("data.bin", address, CONTENT.length, sha256);
    }

    private static String sha256(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError(e);
        }
    }

    private Path fetch() {
        return new Fetch(client, folder).file(file(sha256(CONTENT)), Progress.NONE, new Cancellation());
    }

    @Test
    void aFileArrivesWholeOnceAndReportsProgress() throws IOException {
        List<Double> heard = new ArrayList<>();
        Path fetched =
                new Fetch(client, folder).file(file(sha256(CONTENT)), (done, _) -> heard.add(done), new Cancellation());
        assertArrayEquals(CONTENT, Files.readAllBytes(fetched));
        assertEquals(heard.stream().sorted().toList(), heard);
        assertEquals(1, heard.getLast());
        assertFalse(Files.exists(folder.resolve("data.bin.part")));
        fetch();
        assertEquals(List.of("null"), ranges);
    }

    @Test
    void anInterruptedFileGoesOnWhereItStopped() throws IOException {
        cutAt = 120_000;
        assertThrows(Unavailable.class, this::fetch);
        long kept = Files.size(folder.resolve("data.bin.part"));
        assertTrue(kept > 0 && kept <= 120_000, "kept " + kept);
        cutAt = CONTENT.length;
        assertArrayEquals(CONTENT, Files.readAllBytes(fetch()));
        assertEquals(List.of("null", "bytes=" + kept + "-"), ranges);
    }

    @Test
    void aServerWithoutRangesSendsAllAgain() throws IOException {
        Files.write(folder.resolve("data.bin.part"), Arrays.copyOf(CONTENT, 1000));
        knowsRanges = false;
        assertArrayEquals(CONTENT, Files.readAllBytes(fetch()));
        assertEquals(List.of("bytes=1000-"), ranges);
    }

    @Test
    void anotherFileIsRefusedAndRemoved() throws IOException {
        served = CONTENT.clone();
        served[5]++;
        InvalidInput refusal = assertThrows(InvalidInput.class, this::fetch);
        assertTrue(refusal.why().contains("SHA-256"), refusal.toString());
        try (var left = Files.list(folder)) {
            assertEquals(0, left.count());
        }
        // A longer file is cut at the size that is known, and then it is not the one that is meant.
        served = Arrays.copyOf(served, served.length + 1_000_000);
        cutAt = served.length;
        assertThrows(InvalidInput.class, this::fetch);
        served = CONTENT;
        assertArrayEquals(CONTENT, Files.readAllBytes(fetch()));
    }

    @Test
    void aDamagedCopyIsFetchedAgainAndADamagedPartToo() throws IOException {
        byte[] damaged = CONTENT.clone();
        damaged[7]++;
        Files.write(folder.resolve("data.bin"), damaged);
        assertArrayEquals(CONTENT, Files.readAllBytes(fetch()));
        Files.delete(folder.resolve("data.bin"));
        Files.write(folder.resolve("data.bin.part"), Arrays.copyOf(damaged, 100));
        assertThrows(InvalidInput.class, this::fetch);
        assertArrayEquals(CONTENT, Files.readAllBytes(fetch()));
        Files.write(folder.resolve("data.bin.part"), new byte[CONTENT.length + 1]);
        Files.delete(folder.resolve("data.bin"));
        assertArrayEquals(CONTENT, Files.readAllBytes(fetch()));
    }

    @Test
    void serversThatRefuseOrAreNotThereAreASentence() {
        status = 404;
        Unavailable missing = assertThrows(Unavailable.class, this::fetch);
        assertTrue(missing.why().contains("status 404"), missing.toString());
        server.stop(0);
        Unavailable offline = assertThrows(Unavailable.class, this::fetch);
        assertTrue(offline.why().contains("127.0.0.1 cannot be reached"), offline.toString());
        assertEquals(1, offline.toString().lines().count());
        assertEquals(2, offline.exitCode());
    }

    @Test
    void aCancelledFetchKeepsWhatArrived() {
        Cancellation stop = new Cancellation();
        Progress cancelling = (done, _) -> stop.cancel();
        Fetch fetch = new Fetch(client, folder);
        assertThrows(Cancelled.class, () -> fetch.file(file(sha256(CONTENT)), cancelling, stop));
        assertTrue(Files.exists(folder.resolve("data.bin.part")));
    }

    @Test
    void theListNamesEverySetWithSizesAndChecksums() {
        List<PublicDataSet> all = PublicDataSet.all();
        assertEquals(
                List.of("mnist", "fashion-mnist", "cifar10"),
                all.stream().map(PublicDataSet::id).toList());
        for (PublicDataSet set : all) {
            for (RemoteFile file : set.files()) {
                assertTrue(file.sha256().matches("[0-9a-f]{64}"), file.toString());
                assertTrue(file.bytes() > 1000, file.toString());
                assertTrue(file.address().toString().endsWith("/" + file.name()), file.toString());
            }
        }
        PublicDataSet mirrored = PublicDataSet.find("mnist").from(URI.create("http://localhost/a/"));
        assertEquals(
                "http://localhost/a/train-images-idx3-ubyte.gz",
                mirrored.files().getFirst().address().toString());
        InvalidInput unknown = assertThrows(InvalidInput.class, () -> PublicDataSet.find("imagenet"));
        assertTrue(unknown.why().contains("mnist, fashion-mnist, cifar10"), unknown.toString());
    }

    @Test
    void theFilesOfAnArchiveAreUnpackedAllOrNone() throws IOException {
        byte[] tar = TarBytes.good();
        Path archive = Files.write(folder.resolve("archive.tar.gz"), gzip(tar));
        Path target = folder.resolve("inner").resolve("target");
        assertEquals(2, TarFolder.unpack(archive, target, new Cancellation()));
        assertEquals("first", Files.readString(target.resolve("a.bin")));
        assertEquals(600, Files.size(target.resolve("b.bin")));
        Files.writeString(target.resolve("a.bin"), "kept");
        Files.write(archive, gzip(Arrays.copyOf(tar, 2 * 1024)));
        Refusal.expect(() -> TarFolder.unpack(archive, target, new Cancellation()), 100, "archive.tar.gz", "");
        assertEquals("kept", Files.readString(target.resolve("a.bin")));
        try (var files = Files.walk(folder)) {
            assertEquals(3, files.filter(Files::isRegularFile).count(), "no part is left");
        }
    }

    private static byte[] gzip(byte[] content) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(bytes)) {
            gzip.write(content);
        }
        return bytes.toByteArray();
    }
}
