package hone.profiler.history;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * What tells two reports apart: SHA-256 over the content of their JSON, whatever its spaces and the order of its names. A
 * part that is null counts as left out, so that a report keeps its hash when later programs know more parts.
 */
final class ContentHash {
    private final MessageDigest digest;

    private ContentHash() {
        try {
            digest = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    /**
     * @param json of a report that was read before
     * @return 64 hexadecimal digits
     */
    static String of(String json) {
        ContentHash hash = new ContentHash();
        hash.add(JsonMapper.shared().readTree(json));
        return HexFormat.of().formatHex(hash.digest.digest());
    }

    private void add(JsonNode node) {
        if (node.isObject()) {
            Map<String, JsonNode> sorted = new TreeMap<>();
            node.properties().forEach(entry -> sorted.put(entry.getKey(), entry.getValue()));
            sorted.values().removeIf(JsonNode::isNull);
            word('{', String.valueOf(sorted.size()));
            sorted.forEach((name, value) -> {
                word('"', name);
                add(value);
            });
        } else if (node.isArray()) {
            word('[', String.valueOf(node.size()));
            node.forEach(this::add);
        } else if (node.isFloatingPointNumber()) {
            word('f', String.valueOf(node.doubleValue()));
        } else {
            word(node.isString() ? '"' : 'v', node.asString());
        }
    }

    /** A kind and a text with its length before it, so that no two contents give the same bytes. */
    private void word(char kind, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        digest.update((kind + String.valueOf(bytes.length) + ":").getBytes(StandardCharsets.UTF_8));
        digest.update(bytes);
    }
}
