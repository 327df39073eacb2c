package hone.engine.format.huggingface;

import hone.engine.InvalidInput;
import hone.engine.IoReason;
import hone.engine.format.Json;
import hone.engine.format.JsonReason;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/**
 * A config.json, key by key. Whoever reads it says of every key what it means or that it does not matter; {@link
 * #refuseUnread} refuses what is left, since a key that is passed over may be the one that changes the model.
 */
final class ModelConfig {
    private static final long MOST_BYTES = 256 << 10;

    private final String place;
    private final JsonNode values;
    private final Set<String> read = new HashSet<>();

    private ModelConfig(String place, JsonNode values) {
        this.place = place;
        this.values = values;
    }

    /** @throws InvalidInput if there is no such file, or it is not a JSON object */
    static ModelConfig read(Path file) {
        String place = file.toString();
        if (!Files.isRegularFile(file)) {
            throw new InvalidInput("the folder holds no model", place, "there is no such file");
        }
        try {
            if (Files.size(file) > MOST_BYTES) {
                throw wrong(place, "it has " + Files.size(file) + " bytes, more than " + MOST_BYTES);
            }
            String text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(Files.readAllBytes(file)))
                    .toString();
            JsonNode json = Json.MAPPER.readTree(text);
            if (!json.isObject()) {
                throw wrong(place, "it is not a JSON object");
            }
            return new ModelConfig(place, json);
        } catch (CharacterCodingException e) {
            throw wrong(place, "it is not UTF-8");
        } catch (JacksonException e) {
            throw wrong(place, JsonReason.of(e));
        } catch (IOException e) {
            throw new InvalidInput("cannot read the file", place, IoReason.of(e));
        }
    }

    /** A text that must be there. */
    String text(String key) {
        JsonNode value = value(key);
        if (!value.isString()) {
            throw refused(key, "a text is due");
        }
        return value.stringValue();
    }

    /** A text, or what it means to leave it out. */
    String text(String key, String usual) {
        return absent(key) ? usual : text(key);
    }

    /** A number of things, at least 1, that must be there. */
    int count(String key) {
        JsonNode value = value(key);
        if (!value.isIntegralNumber() || !value.canConvertToInt() || value.intValue() < 1) {
            throw refused(key, "a whole number of at least 1 is due");
        }
        return value.intValue();
    }

    /** A number of things, or what it means to leave it out. */
    int count(String key, int usual) {
        return absent(key) ? usual : count(key);
    }

    /** A number, or what it means to leave it out. */
    double number(String key, double usual) {
        if (absent(key)) {
            return usual;
        }
        JsonNode value = value(key);
        if (!value.isNumber()) {
            throw refused(key, "a number is due");
        }
        return value.doubleValue();
    }

    /** A yes or no, or what it means to leave it out. */
    boolean flag(String key, boolean usual) {
        if (absent(key)) {
            return usual;
        }
        JsonNode value = value(key);
        if (!value.isBoolean()) {
            throw refused(key, "true or false is due");
        }
        return value.booleanValue();
    }

    /** A key of which this program knows one value only, which is also what it means to leave it out. */
    void only(String key, boolean known) {
        if (flag(key, known) != known) {
            throw refused(key, "only " + known + " is supported");
        }
    }

    /** A key that must be null or left out. */
    void none(String key) {
        if (!absent(key)) {
            throw refused(key, "it is not supported");
        }
    }

    /** An object within the config, empty where it is null or left out. */
    ModelConfig inner(String key) {
        if (absent(key)) {
            return new ModelConfig(place + ", " + key, Json.MAPPER.createObjectNode());
        }
        if (!value(key).isObject()) {
            throw refused(key, "an object is due");
        }
        return new ModelConfig(place + ", " + key, value(key));
    }

    /** The refusal of a key's value, for a reason that is a clause. */
    InvalidInput refused(String key, String why) {
        String value = values.path(key).toString();
        String shown = value.isEmpty() ? "missing" : value.length() > 60 ? value.substring(0, 60) + "…" : value;
        return wrong(place, key + " is " + shown + ", " + why);
    }

    /** Refuses the config if it has a key that was not asked for and is not among those without effect here. */
    void refuseUnread(Set<String> withoutEffect) {
        for (var entry : values.properties()) {
            if (!read.contains(entry.getKey()) && !withoutEffect.contains(entry.getKey())) {
                throw refused(entry.getKey(), "and this program does not know what the key means");
            }
        }
    }

    private boolean absent(String key) {
        return value(key).isMissingNode() || value(key).isNull();
    }

    private JsonNode value(String key) {
        read.add(key);
        return values.path(key);
    }

    private static InvalidInput wrong(String place, String why) {
        return new InvalidInput("this model cannot be loaded", place, JsonReason.shortened(why, 400));
    }
}
