package hone.engine.format;

import hone.engine.InvalidInput;
import java.util.function.Function;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.databind.node.ObjectNode;

/**
 * The text of a tokenizer that a checkpoint carries, as a tree of bounded size; a tokenizer in the common form within it stays the
 * text that it is, as its own reader makes no tree of it.
 */
final class TokenizerTextSource {
    private static final long MOST_TREE_BYTES = 8L << 20;
    private static final int MOST_KEYS = 8;

    private TokenizerTextSource() {}

    /**
     * The object that a text is.
     *
     * @param refusal the error for a reason
     */
    static ObjectNode read(String text, Function<String, InvalidInput> refusal) {
        BoundedTree trees = new BoundedTree(
                MOST_TREE_BYTES,
                most -> refusal.apply("it describes more than the " + most + " bytes that it may take"));
        try (JsonParser json = Json.MAPPER.createParser(text)) {
            if (json.nextToken() != JsonToken.START_OBJECT) {
                throw refusal.apply("it is not an object");
            }
            ObjectNode root = Json.MAPPER.createObjectNode();
            for (String name = json.nextName(); name != null; name = json.nextName()) {
                if (root.size() == MOST_KEYS) {
                    throw refusal.apply("it has more than " + MOST_KEYS + " keys");
                }
                boolean nested = json.nextToken() == JsonToken.START_OBJECT;
                if (nested && name.equals(TokenizerText.BYTE_PAIRS)) {
                    root.put(name, object(json, text));
                } else {
                    root.set(name, trees.value(json));
                }
            }
            if (json.nextToken() != null) {
                throw refusal.apply("it is not valid JSON: something follows its end");
            }
            return root;
        }
    }

    /** The text of the object that begins with the parser's current token. */
    private static String object(JsonParser json, String text) {
        int from = (int) json.currentTokenLocation().getCharOffset();
        json.skipChildren();
        return text.substring(from, (int) json.currentLocation().getCharOffset());
    }
}
