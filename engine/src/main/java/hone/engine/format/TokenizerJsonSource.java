package hone.engine.format;

import hone.engine.InvalidInput;
import java.util.function.BiConsumer;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The text of a tokenizer.json. What is long, vocabulary and merges, is passed on entry by entry and never a tree, which would be
 * many times as large as the file; the rest is a tree of bounded size.
 */
final class TokenizerJsonSource {
    /** What there is beside vocabulary and merges. */
    private static final long MOST_TREE_BYTES = 8L << 20;

    private final String where;
    private final String text;

    TokenizerJsonSource(String where, String text) {
        this.where = where;
        this.text = text;
    }

    /**
     * Everything but the entries of {@code model.vocab} and {@code model.merges}.
     *
     * @param vocabulary takes each token with what stands for its id
     * @return the rest, in which merges are an empty list where they are a list
     * @throws InvalidInput if the rest is too large
     */
    JsonNode besideLists(BiConsumer<String, JsonNode> vocabulary) {
        BoundedTree trees = new BoundedTree(
                MOST_TREE_BYTES,
                most -> TokenizerJson.refusal(
                        where, "beside its lists it describes more than the " + most + " bytes that it may take"));
        try (JsonParser json = Json.MAPPER.createParser(text)) {
            if (json.nextToken() == null) {
                return Json.MAPPER.missingNode();
            }
            JsonNode root =
                    json.currentToken() == JsonToken.START_OBJECT ? root(json, trees, vocabulary) : trees.value(json);
            if (json.nextToken() != null) {
                throw TokenizerJson.refusal(where, "it is not valid JSON: something follows its end");
            }
            return root;
        }
    }

    private static ObjectNode root(JsonParser json, BoundedTree trees, BiConsumer<String, JsonNode> vocabulary) {
        ObjectNode root = Json.MAPPER.createObjectNode();
        for (String name = json.nextName(); name != null; name = json.nextName()) {
            boolean model = json.nextToken() == JsonToken.START_OBJECT && name.equals("model");
            root.set(name, model ? model(json, trees, vocabulary) : trees.value(json));
        }
        return root;
    }

    private static ObjectNode model(JsonParser json, BoundedTree trees, BiConsumer<String, JsonNode> vocabulary) {
        ObjectNode model = Json.MAPPER.createObjectNode();
        for (String name = json.nextName(); name != null; name = json.nextName()) {
            JsonToken first = json.nextToken();
            if (name.equals("vocab") && first == JsonToken.START_OBJECT) {
                for (String token = json.nextName(); token != null; token = json.nextName()) {
                    json.nextToken();
                    vocabulary.accept(token, trees.passing(json));
                }
            } else if (name.equals("merges") && first == JsonToken.START_ARRAY) {
                json.skipChildren();
                model.set(name, Json.MAPPER.createArrayNode());
            } else {
                model.set(name, trees.value(json));
            }
        }
        return model;
    }

    /**
     * Passes on each pair of tokens; both forms are in use, {@code "a b"} and {@code ["a", "b"]}.
     *
     * @throws InvalidInput if there is no list of merges, or an entry is no pair
     */
    void merges(BiConsumer<String, String> each) {
        try (JsonParser json = Json.MAPPER.createParser(text)) {
            if (!enters(json, "model") || !enters(json, "merges") || json.currentToken() != JsonToken.START_ARRAY) {
                throw TokenizerJson.refusal(where, "model.merges is not a list");
            }
            for (int count = 0; json.nextToken() != JsonToken.END_ARRAY; count++) {
                pair(json, "model.merges[" + count + "]", each);
            }
        }
    }

    /** Goes to the value of a key of the object that comes next or is entered; false where it has none. */
    private static boolean enters(JsonParser json, String key) {
        if (json.currentToken() != JsonToken.START_OBJECT && json.nextToken() != JsonToken.START_OBJECT) {
            return false;
        }
        for (String name = json.nextName(); name != null; name = json.nextName()) {
            json.nextToken();
            if (name.equals(key)) {
                return true;
            }
            json.skipChildren();
        }
        return false;
    }

    private void pair(JsonParser json, String place, BiConsumer<String, String> each) {
        String left = "";
        String right = "";
        boolean whole = true;
        if (json.currentToken() == JsonToken.START_ARRAY) {
            left = json.nextToken() == JsonToken.VALUE_STRING ? json.getString() : "";
            right = json.nextToken() == JsonToken.VALUE_STRING ? json.getString() : "";
            whole = json.nextToken() == JsonToken.END_ARRAY;
        } else if (json.currentToken() == JsonToken.VALUE_STRING) {
            String text = json.getString();
            int space = text.indexOf(' ');
            whole = space > 0 && space == text.lastIndexOf(' ');
            left = whole ? text.substring(0, space) : "";
            right = whole ? text.substring(space + 1) : "";
        }
        if (!whole || left.isEmpty() || right.isEmpty()) {
            throw TokenizerJson.refusal(where + ", " + place, "it is not a pair of tokens");
        }
        each.accept(left, right);
    }
}
