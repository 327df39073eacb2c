package hone.engine.format;

import hone.engine.InvalidInput;
import hone.engine.tensor.DType;
import hone.engine.tensor.Shape;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/**
 * Reads the header of a safetensors file from anyone, token by token, so that no header makes more objects than its
 * tensors are allowed to be many. Every size is checked against the bytes that are really there; offsets must follow
 * one another from 0 without a hole or an overlap, and end with the file.
 */
final class SafetensorsHeaderReader {
    static final int LENGTH_BYTES = 8;

    private final String place;
    private final long fileBytes;
    private long dataBytes;

    /** @param fileBytes the length of the whole file */
    SafetensorsHeaderReader(String place, long fileBytes) {
        this.place = place;
        this.fileBytes = fileBytes;
    }

    /**
     * Reads all of the header, and perhaps more: only a stream that is closed then, or that can be begun anew.
     *
     * @throws InvalidInput if it is not what a header must be
     */
    SafetensorsHeader read(InputStream in) throws IOException {
        if (fileBytes < LENGTH_BYTES + 2) {
            throw wrong("byte 0", "it has " + fileBytes + " bytes, too few for a header");
        }
        long headerBytes = ByteBuffer.wrap(in.readNBytes(LENGTH_BYTES))
                .order(ByteOrder.LITTLE_ENDIAN)
                .getLong();
        if (headerBytes < 2 || headerBytes > Safetensors.MAX_HEADER_BYTES || headerBytes > fileBytes - LENGTH_BYTES) {
            throw wrong(
                    "byte 0",
                    "its header claims " + Long.toUnsignedString(headerBytes) + " bytes of the "
                            + (fileBytes - LENGTH_BYTES) + " that follow");
        }
        dataBytes = fileBytes - LENGTH_BYTES - headerBytes;
        FirstBytes header = new FirstBytes(in, headerBytes);
        if (header.first() != '{') {
            throw wrong("byte 8", "the header is not JSON");
        }
        try (InputStreamReader text = new InputStreamReader(header, StandardCharsets.UTF_8.newDecoder());
                JsonParser json = Json.MAPPER.createParser(text)) {
            return header(json, LENGTH_BYTES + headerBytes);
        } catch (CharacterCodingException e) {
            throw wrong("header", "it is not UTF-8");
        } catch (JacksonException e) {
            throw wrong("header", JsonReason.of(e));
        }
    }

    private SafetensorsHeader header(JsonParser json, long dataStart) {
        Map<String, String> metadata = new HashMap<>();
        LinkedHashMap<String, SafetensorsHeader.Described> tensors = new LinkedHashMap<>();
        json.nextToken();
        while (json.nextToken() != JsonToken.END_OBJECT) {
            String name = json.currentName();
            json.nextToken();
            if (name.equals(Safetensors.METADATA)) {
                metadata(json, metadata);
            } else if (tensors.size() == Safetensors.MAX_TENSORS) {
                throw wrong("header", "it has more than " + Safetensors.MAX_TENSORS + " tensors");
            } else {
                tensors.put(name, described(name, json));
            }
        }
        if (json.nextToken() != null) {
            throw wrong("header", "it is not valid JSON: something follows its end");
        }
        return new SafetensorsHeader(metadata, inOrder(tensors), dataStart);
    }

    private void metadata(JsonParser json, Map<String, String> metadata) {
        if (json.currentToken() != JsonToken.START_OBJECT) {
            throw wrong(Safetensors.METADATA, "it is not an object");
        }
        long characters = 0;
        while (json.nextToken() != JsonToken.END_OBJECT) {
            String key = json.currentName();
            if (metadata.size() == Safetensors.MAX_TENSORS) {
                throw wrong(Safetensors.METADATA, "it has more than " + Safetensors.MAX_TENSORS + " texts");
            }
            if (json.nextToken() != JsonToken.VALUE_STRING) {
                throw wrong(Safetensors.METADATA + "." + shortened(key), "it is not a text");
            }
            String text = json.getString();
            characters += key.length() + text.length();
            if (characters > Safetensors.MAX_TEXT_CHARACTERS) {
                throw wrong(
                        Safetensors.METADATA,
                        "its texts have more than " + Safetensors.MAX_TEXT_CHARACTERS + " characters");
            }
            metadata.put(key, text);
        }
    }

    private SafetensorsHeader.Described described(String name, JsonParser json) {
        if (name.isEmpty() || name.length() > Safetensors.MAX_NAME_LENGTH) {
            throw wrong("header", "a tensor's name has " + name.length() + " characters");
        }
        if (json.currentToken() != JsonToken.START_OBJECT) {
            throw wrong(name, "it is described by something that is not an object");
        }
        @Nullable DType dtype = null;
        long @Nullable [] sizes = null;
        long @Nullable [] offsets = null;
        while (json.nextToken() != JsonToken.END_OBJECT) {
            String key = json.currentName();
            json.nextToken();
            switch (key) {
                case "dtype" -> dtype = dtype(name, json);
                case "shape" -> sizes = wholes(name, "shape", json, Shape.MAX_RANK);
                case "data_offsets" -> offsets = wholes(name, "data_offsets", json, 2);
                default -> throw wrong(name, "it has the unknown property " + shortened(key));
            }
        }
        if (dtype == null || sizes == null || offsets == null || offsets.length != 2) {
            throw wrong(name, "its dtype, its shape or its two data_offsets are missing");
        }
        return checked(name, dtype, sizes, offsets[0], offsets[1]);
    }

    private DType dtype(String name, JsonParser json) {
        if (json.currentToken() != JsonToken.VALUE_STRING) {
            throw wrong(name, "its dtype is not a text");
        }
        String text = json.getString();
        return DType.named(text)
                .filter(type -> type.name().equals(text))
                .orElseThrow(() -> wrong(name, "its dtype is " + shortened(text)));
    }

    private long[] wholes(String name, String what, JsonParser json, int most) {
        if (json.currentToken() != JsonToken.START_ARRAY) {
            throw wrong(name, "its " + what + " is not a list");
        }
        long[] numbers = new long[most];
        int count = 0;
        while (json.nextToken() != JsonToken.END_ARRAY) {
            if (count == most) {
                throw wrong(name, "its " + what + " has more than " + most + " numbers");
            }
            numbers[count++] = whole(name, json);
        }
        return java.util.Arrays.copyOf(numbers, count);
    }

    private long whole(String name, JsonParser json) {
        if (json.currentToken() != JsonToken.VALUE_NUMBER_INT
                || json.getNumberType() == JsonParser.NumberType.BIG_INTEGER
                || json.getLongValue() < 0) {
            throw wrong(name, shortened(json.getString()) + " is not a size");
        }
        return json.getLongValue();
    }

    private SafetensorsHeader.Described checked(String name, DType dtype, long[] sizes, long begin, long end) {
        if (begin > end || end > dataBytes) {
            throw wrong(name, "its data_offsets are " + begin + " to " + end + " of " + dataBytes + " bytes");
        }
        Shape shape;
        try {
            shape = Shape.of(sizes);
        } catch (InvalidInput e) {
            throw wrong(name, e.getMessage());
        }
        if (shape.elements() * dtype.bytes() != end - begin) {
            throw wrong(name, "its shape " + shape + " of " + dtype + " does not take " + (end - begin) + " bytes");
        }
        return new SafetensorsHeader.Described(dtype, shape, begin, end);
    }

    private SequencedMap<String, SafetensorsHeader.Described> inOrder(
            Map<String, SafetensorsHeader.Described> described) {
        List<Map.Entry<String, SafetensorsHeader.Described>> entries = new ArrayList<>(described.entrySet());
        entries.sort(Comparator.comparingLong((Map.Entry<String, SafetensorsHeader.Described> entry) ->
                        entry.getValue().begin())
                .thenComparingLong(entry -> entry.getValue().end()));
        LinkedHashMap<String, SafetensorsHeader.Described> ordered = new LinkedHashMap<>();
        long due = 0;
        for (var entry : entries) {
            if (entry.getValue().begin() != due) {
                throw wrong(
                        entry.getKey(),
                        "it begins at data byte " + entry.getValue().begin() + " where byte " + due + " was due");
            }
            due = entry.getValue().end();
            ordered.put(entry.getKey(), entry.getValue());
        }
        if (due != dataBytes) {
            throw wrong("data byte " + due, "the tensors end here, the file " + (dataBytes - due) + " bytes later");
        }
        return ordered;
    }

    private static String shortened(String text) {
        return JsonReason.shortened(text, 40);
    }

    private InvalidInput wrong(String where, String why) {
        return new InvalidInput(
                "this is not a usable safetensors file", place + ", " + JsonReason.shortened(where, 270), why);
    }
}
