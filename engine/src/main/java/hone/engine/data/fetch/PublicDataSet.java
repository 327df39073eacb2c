package hone.engine.data.fetch;

import hone.engine.InvalidInput;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.util.List;
import java.util.Properties;
import java.util.stream.Stream;

/**
 * A data set that anybody may fetch. Their addresses, sizes and checksums stand in the resource
 * {@code public-data-sets.properties} and nowhere else.
 *
 * @param id as the command line takes it: {@code fashion-mnist}
 * @param title for people
 * @param use the kind of data that reads it: {@code idx} or {@code cifar10}
 * @param files all of them
 */
public record PublicDataSet(String id, String title, String use, List<RemoteFile> files) {
    private static final String RESOURCE = "public-data-sets.properties";

    /** Those there are. */
    public static List<PublicDataSet> all() {
        Properties texts = new Properties();
        try (InputStream in = PublicDataSet.class.getResourceAsStream(RESOURCE)) {
            if (in == null) {
                throw new IllegalStateException("a resource of the program is missing: " + RESOURCE);
            }
            texts.load(in);
        } catch (IOException e) {
            throw new UncheckedIOException("a resource of the program cannot be read: " + RESOURCE, e);
        }
        return words(texts, "sets").map(id -> of(id, texts)).toList();
    }

    /** @throws InvalidInput if there is none of that id; the sentence lists those there are */
    public static PublicDataSet find(String id) {
        List<PublicDataSet> all = all();
        return all.stream()
                .filter(set -> set.id.equals(id))
                .findFirst()
                .orElseThrow(() -> new InvalidInput(
                        "there is no such public data set",
                        id,
                        "the sets are "
                                + String.join(
                                        ", ",
                                        all.stream().map(PublicDataSet::id).toList())));
    }

    /** The same files at another address, to which their names are added; sizes and checksums stay. */
    public PublicDataSet from(URI mirror) {
        return new PublicDataSet(
                id,
                title,
                use,
                files.stream()
                        .map(file ->
                                new RemoteFile(file.name(), mirror.resolve(file.name()), file.bytes(), file.sha256()))
                        .toList());
    }

    /** The size of all files. */
    public long bytes() {
        return files.stream().mapToLong(RemoteFile::bytes).sum();
    }

    private static PublicDataSet of(String id, Properties texts) {
        URI address = URI.create(text(texts, id + ".address"));
        List<RemoteFile> files = words(texts, id + ".files")
                .map(name -> {
                    String[] facts = text(texts, id + "." + name).split(" ", 2);
                    return new RemoteFile(name, address.resolve(name), Long.parseLong(facts[0]), facts[1]);
                })
                .toList();
        return new PublicDataSet(id, text(texts, id + ".title"), text(texts, id + ".use"), files);
    }

    private static Stream<String> words(Properties texts, String key) {
        return Stream.of(text(texts, key).split(", *", -1));
    }

    private static String text(Properties texts, String key) {
        String text = texts.getProperty(key);
        if (text == null) {
            throw new IllegalStateException(RESOURCE + " lacks " + key);
        }
        return text.strip();
    }
}
