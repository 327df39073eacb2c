package hone.engine.badinput;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.Arguments;

/** The bad files that a reader's own test lists with their reasons, for the ordeal as well. */
public final class Corpora {
    private Corpora() {}

    /** Each is a name, a content in bytes or text, and last the reason; it takes the place of one of the good files. */
    public static List<Bad> of(Stream<Arguments> listed, Map<String, byte[]> good, String file) {
        return listed.map(Arguments::get)
                .map(all -> Bad.in(good, (String) all[0], file, content(all), (String) all[all.length - 1]))
                .toList();
    }

    private static byte[] content(Object... all) {
        for (Object each : all) {
            if (each instanceof byte[] bytes) {
                return bytes;
            }
        }
        return ((String) all[1]).getBytes(StandardCharsets.UTF_8);
    }
}
