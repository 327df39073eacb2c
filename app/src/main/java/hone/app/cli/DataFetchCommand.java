package hone.app.cli;

import hone.app.Home;
import hone.engine.Cancellation;
import hone.engine.InvalidInput;
import hone.engine.data.fetch.Fetch;
import hone.engine.data.fetch.PublicDataSet;
import hone.engine.data.fetch.RemoteFile;
import hone.engine.data.fetch.TarFolder;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.http.HttpClient;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Fetches a public data set, which nothing else in the program ever does. */
@Command(
        name = "fetch",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        description = {
            "Fetch a public data set into the cache folder and say how to use it.",
            "Files are checked by size and SHA-256. An interrupted command goes on where it stopped."
        })
final class DataFetchCommand implements Callable<Integer> {
    @Parameters(index = "0", paramLabel = "SET", description = "mnist, fashion-mnist or cifar10")
    private String set = "";

    @Option(names = "--into", paramLabel = "DIR", description = "another folder than the cache")
    private @Nullable String into;

    @Option(
            names = "--mirror",
            paramLabel = "URL",
            description = "an http or https address that has the same files, checked as well")
    private @Nullable String mirror;

    @Option(names = "--json", paramLabel = "FILE", description = "also write what was fetched as JSON")
    private @Nullable String json;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() {
        OutputFile.check("--json", json);
        PublicDataSet wanted = PublicDataSet.find(set);
        if (mirror != null) {
            wanted = wanted.from(address(mirror));
        }
        Path folder = into == null
                ? Home.ofThisPerson().create().caches().resolve("data").resolve(wanted.id())
                : ModelOptions.path("--into", into);
        fetch(wanted, folder);
        String data = wanted.use() + ":" + folder;
        spec.commandLine()
                .getOut()
                .printf(
                        Locale.ROOT,
                        "%s%n%,d bytes in %s%nuse it with --data %s%n",
                        wanted.title(),
                        wanted.bytes(),
                        folder,
                        data);
        spec.commandLine().getOut().flush();
        if (json != null) {
            Map<String, Object> values = new LinkedHashMap<>();
            values.put("set", wanted.id());
            values.put("folder", folder.toString());
            values.put("data", data);
            values.put("bytes", wanted.bytes());
            JsonOutput.write(json, values);
        }
        return 0;
    }

    private void fetch(PublicDataSet wanted, Path folder) {
        Cancellation stop = Interruption.stop();
        TerminalProgress progress = new TerminalProgress(spec.commandLine().getErr());
        try (HttpClient client = Fetch.client()) {
            Fetch fetch = new Fetch(client, folder);
            long before = 0;
            for (RemoteFile file : wanted.files()) {
                double from = (double) before / wanted.bytes();
                double share = (double) file.bytes() / wanted.bytes();
                Path fetched = fetch.file(file, (done, what) -> progress.report(from + share * done, what), stop);
                before += file.bytes();
                if (file.name().endsWith(".tar.gz")) {
                    TarFolder.unpack(fetched, folder, stop);
                }
            }
        } finally {
            progress.end();
        }
    }

    private static URI address(String text) {
        try {
            URI address = new URI(text.endsWith("/") ? text : text + "/");
            if (address.getHost() != null
                    && ("http".equals(address.getScheme()) || "https".equals(address.getScheme()))) {
                return address;
            }
            throw new InvalidInput(
                    "this is not an address to fetch from", "--mirror " + text, "it is not http or https");
        } catch (URISyntaxException e) {
            throw new InvalidInput("this is not an address to fetch from", "--mirror " + text, e.getReason());
        }
    }
}
