package hone.engine.format;

import java.util.function.LongFunction;
import tools.jackson.core.JsonParser;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * A stranger's JSON as a tree of no more than so many bytes. A text of a million empty lists is small, and its tree is thirty
 * times as large; so what each value takes is charged before it is made.
 */
public final class BoundedTree {
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    /** An empty object or list with room for its first entries. */
    private static final long CONTAINER_BYTES = 120;

    /** A place in a container, and a number or a text of no letters. */
    private static final long ENTRY_BYTES = 48;

    private final LongFunction<RuntimeException> refusal;
    private long left;

    /**
     * @param most bytes that all trees which this reads may take together
     * @param refusal the error for a text that describes more, given the bytes that are allowed
     */
    public BoundedTree(long most, LongFunction<RuntimeException> refusal) {
        this.left = most;
        this.refusal = _ -> refusal.apply(most);
    }

    /** The value that begins with the parser's current token; afterwards that is its last. */
    public JsonNode value(JsonParser json) {
        charge(ENTRY_BYTES);
        return switch (json.currentToken()) {
            case START_OBJECT -> object(json);
            case START_ARRAY -> list(json);
            case VALUE_STRING -> NODES.stringNode(text(json.getString()));
            case VALUE_NUMBER_INT ->
                switch (json.getNumberType()) {
                    case INT -> NODES.numberNode(json.getIntValue());
                    case LONG -> NODES.numberNode(json.getLongValue());
                    default -> NODES.numberNode(json.getBigIntegerValue());
                };
            case VALUE_NUMBER_FLOAT -> NODES.numberNode(json.getDoubleValue());
            case VALUE_TRUE -> NODES.booleanNode(true);
            case VALUE_FALSE -> NODES.booleanNode(false);
            default -> NODES.nullNode();
        };
    }

    /** As {@link #value}, of one that the caller does not keep. */
    JsonNode passing(JsonParser json) {
        long before = left;
        JsonNode value = value(json);
        left = before;
        return value;
    }

    private ObjectNode object(JsonParser json) {
        charge(CONTAINER_BYTES);
        ObjectNode object = NODES.objectNode();
        for (String name = json.nextName(); name != null; name = json.nextName()) {
            charge(2L * name.length());
            json.nextToken();
            object.set(name, value(json));
        }
        return object;
    }

    private ArrayNode list(JsonParser json) {
        charge(CONTAINER_BYTES);
        ArrayNode list = NODES.arrayNode();
        while (json.nextToken() != tools.jackson.core.JsonToken.END_ARRAY) {
            list.add(value(json));
        }
        return list;
    }

    private String text(String text) {
        charge(2L * text.length());
        return text;
    }

    private void charge(long bytes) {
        left -= bytes;
        if (left < 0) {
            throw refusal.apply(bytes);
        }
    }
}
