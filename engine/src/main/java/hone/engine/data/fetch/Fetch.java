package hone.engine.data.fetch;

import hone.engine.Cancellation;
import hone.engine.InvalidInput;
import hone.engine.IoReason;
import hone.engine.Progress;
import hone.engine.Unavailable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Optional;

/**
 * Fetches files into a folder. What arrives goes into a file that ends in {@code .part}, which a later run continues
 * where the server can; only a file of the right size and SHA-256 gets its name. A file that is there already and right
 * is not fetched again.
 */
public final class Fetch {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final int CHUNK = 1 << 16;
    private static final int OK = 200;
    private static final int PARTIAL = 206;

    private final HttpClient client;
    private final Path folder;

    /** @param folder that receives the files; it is made where it is not there yet */
    public Fetch(HttpClient client, Path folder) {
        this.client = client;
        this.folder = folder;
    }

    /** A client that follows redirections but never from https to http. */
    public static HttpClient client() {
        return HttpClient.newBuilder()
                .followRedirects(HttpClient.Redirect.NORMAL)
                .connectTimeout(PATIENCE)
                .build();
    }

    /**
     * Fetches one file, or what is missing of it.
     *
     * @return where it lies
     * @throws Unavailable if the server cannot be reached or does not give the file; what arrived is kept
     * @throws InvalidInput if the folder cannot be written, or the file is not the one that is meant; it is removed
     * @throws hone.engine.Cancelled if cancelled; what arrived is kept
     */
    public Path file(RemoteFile wanted, Progress progress, Cancellation cancellation) {
        Path file = folder.resolve(wanted.name());
        Path part = folder.resolve(wanted.name() + ".part");
        try {
            Files.createDirectories(folder);
            if (Files.isRegularFile(file) && isRight(file, wanted)) {
                progress.report(1, wanted.name() + " is there already");
                return file;
            }
            long there = Files.isRegularFile(part) ? Files.size(part) : 0;
            if (there > wanted.bytes()) {
                Files.delete(part);
                there = 0;
            }
            if (there < wanted.bytes()) {
                arrive(wanted, part, there, progress, cancellation);
            }
            if (!isRight(part, wanted)) {
                long arrived = Files.size(part);
                Files.delete(part);
                throw new InvalidInput(
                        "cannot use the fetched file",
                        wanted.address().toString(),
                        "its " + arrived + " bytes do not have the SHA-256 that is known, " + wanted.sha256(),
                        "fetch it again, or choose another --mirror");
            }
            Files.move(part, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            return file;
        } catch (IOException e) {
            throw new InvalidInput("cannot keep the fetched file", file.toString(), IoReason.of(e));
        }
    }

    private void arrive(RemoteFile wanted, Path part, long there, Progress progress, Cancellation cancellation)
            throws IOException {
        HttpResponse<InputStream> response = ask(wanted, there);
        try (InputStream body = response.body()) {
            long from = start(wanted, response, there);
            try (FileChannel out = FileChannel.open(part, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
                out.truncate(from);
                out.position(from);
                copy(wanted, body, out, from, progress, cancellation);
            }
        }
    }

    private HttpResponse<InputStream> ask(RemoteFile wanted, long there) {
        HttpRequest.Builder request = HttpRequest.newBuilder(wanted.address()).timeout(PATIENCE);
        if (there > 0) {
            request.header("Range", "bytes=" + there + "-");
        }
        try {
            return client.send(request.build(), HttpResponse.BodyHandlers.ofInputStream());
        } catch (IOException e) {
            throw unreachable(wanted, e);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            throw new hone.engine.Cancelled("fetching");
        }
    }

    /** Where the body continues: a server that knows no ranges sends all of the file again. */
    private static long start(RemoteFile wanted, HttpResponse<InputStream> response, long there) {
        int status = response.statusCode();
        Optional<String> range = response.headers().firstValue("Content-Range");
        if (status == OK) {
            return 0;
        }
        if (status == PARTIAL && range.orElse("").startsWith("bytes " + there + "-")) {
            return there;
        }
        throw new Unavailable(
                wanted.name(),
                wanted.address() + " answers with status " + status
                        + range.map(text -> " for " + text).orElse(""),
                "try again later, or name another address with --mirror");
    }

    private static void copy(
            RemoteFile wanted,
            InputStream body,
            FileChannel out,
            long from,
            Progress progress,
            Cancellation cancellation)
            throws IOException {
        byte[] chunk = new byte[CHUNK];
        OutputStream sink = Channels.newOutputStream(out);
        long done = from;
        while (done < wanted.bytes()) {
            cancellation.check("fetching");
            int count = read(wanted, body, chunk);
            if (count < 0) {
                throw new Unavailable(
                        wanted.name(),
                        "the connection ended after " + done + " of " + wanted.bytes() + " bytes",
                        "run the command again to go on from there");
            }
            int kept = (int) Math.min(count, wanted.bytes() - done);
            sink.write(chunk, 0, kept);
            done += kept;
            progress.report((double) done / wanted.bytes(), "fetching " + wanted.name());
        }
    }

    private static int read(RemoteFile wanted, InputStream body, byte[] chunk) {
        try {
            return body.read(chunk);
        } catch (IOException e) {
            throw unreachable(wanted, e);
        }
    }

    private static Unavailable unreachable(RemoteFile wanted, IOException e) {
        String host = wanted.address().getHost();
        String reason = e.getMessage() == null ? e.getClass().getSimpleName() : IoReason.of(e);
        return new Unavailable(
                wanted.name(),
                host + " cannot be reached or stopped answering (" + reason + ")",
                "run the command again when this machine is online; what arrived is kept");
    }

    private static boolean isRight(Path file, RemoteFile wanted) throws IOException {
        if (Files.size(file) != wanted.bytes()) {
            return false;
        }
        try (DigestInputStream in =
                new DigestInputStream(Files.newInputStream(file), MessageDigest.getInstance("SHA-256"))) {
            in.transferTo(OutputStream.nullOutputStream());
            return HexFormat.of().formatHex(in.getMessageDigest().digest()).equals(wanted.sha256());
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("every Java platform has SHA-256", e);
        }
    }
}
