package hone.engine.format.huggingface;

import hone.engine.InvalidInput;
import hone.engine.IoReason;
import hone.engine.format.Json;
import hone.engine.format.JsonReason;
import hone.engine.format.SafetensorsFile;
import hone.engine.tensor.TensorType;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/**
 * The tensors of a folder, which lie in one model.safetensors or in several files that an index names. Index and files must
 * agree on which tensor is where.
 */
final class Shards implements AutoCloseable {
    private static final String SINGLE = "model.safetensors";
    private static final String INDEX = "model.safetensors.index.json";
    private static final long MOST_INDEX_BYTES = 4 << 20;
    private static final int MOST_TENSORS = 100_000;
    private static final int MOST_FILES = 1_000;

    private final Path folder;
    private final List<SafetensorsFile> files = new ArrayList<>();
    private final Map<String, SafetensorsFile> places = new TreeMap<>();

    private Shards(Path folder) {
        this.folder = folder;
    }

    /** @throws InvalidInput if the folder holds no safetensors, or index and files do not agree */
    static Shards open(Path folder) {
        Shards shards = new Shards(folder);
        boolean opened = false;
        try {
            if (Files.exists(folder.resolve(SINGLE))) {
                shards.add(SafetensorsFile.open(folder.resolve(SINGLE)));
            } else if (Files.isRegularFile(folder.resolve(INDEX))) {
                shards.addIndexed();
            } else {
                throw new InvalidInput(
                        "the folder holds no weights", folder.toString(), "there is no " + SINGLE + " and no " + INDEX);
            }
            opened = true;
            return shards;
        } finally {
            if (!opened) {
                shards.close();
            }
        }
    }

    /** Where each tensor lies, by name. */
    Map<String, SafetensorsFile> places() {
        return places;
    }

    /** The type of a tensor. */
    TensorType type(String name) {
        SafetensorsFile file = places.get(name);
        TensorType type = file == null ? null : file.types().get(name);
        if (type == null) {
            throw new InvalidInput("this model cannot be loaded", folder.toString(), "it lacks the tensor " + name);
        }
        return type;
    }

    private void add(SafetensorsFile file) {
        files.add(file);
        for (String name : file.types().keySet()) {
            SafetensorsFile other = places.putIfAbsent(name, file);
            if (other != null) {
                throw new InvalidInput(
                        "this model cannot be loaded",
                        file.path().toString(),
                        "the tensor " + name + " is in " + other.path().getFileName() + " already");
            }
        }
    }

    private void addIndexed() {
        Map<String, String> index = index(folder.resolve(INDEX));
        TreeSet<String> names = new TreeSet<>(index.values());
        if (names.size() > MOST_FILES) {
            throw wrong(names.size() + " files of at most " + MOST_FILES);
        }
        for (String name : names) {
            add(SafetensorsFile.open(folder.resolve(name)));
        }
        for (var entry : index.entrySet()) {
            SafetensorsFile file = places.get(entry.getKey());
            if (file == null || !String.valueOf(file.path().getFileName()).equals(entry.getValue())) {
                throw wrong(entry.getKey() + " is not in " + entry.getValue());
            }
        }
        for (String name : places.keySet()) {
            if (!index.containsKey(name)) {
                throw wrong("it does not name the tensor " + name);
            }
        }
    }

    /** Token by token, so that a long index makes no more objects than it may have tensors. */
    private Map<String, String> index(Path path) {
        try {
            if (Files.size(path) > MOST_INDEX_BYTES) {
                throw wrong("it has " + Files.size(path) + " bytes, more than " + MOST_INDEX_BYTES);
            }
            try (InputStreamReader text =
                            new InputStreamReader(Files.newInputStream(path), StandardCharsets.UTF_8.newDecoder());
                    JsonParser json = Json.MAPPER.createParser(text)) {
                return index(json);
            }
        } catch (JacksonException e) {
            throw wrong(JsonReason.of(e));
        } catch (IOException e) {
            throw new InvalidInput("cannot read the file", path.toString(), IoReason.of(e));
        }
    }

    private Map<String, String> index(JsonParser json) {
        if (json.nextToken() != JsonToken.START_OBJECT) {
            throw wrong("it is not a JSON object");
        }
        Map<String, String> index = new HashMap<>();
        while (json.nextToken() != JsonToken.END_OBJECT) {
            String key = json.currentName();
            json.nextToken();
            if (key.equals("weight_map")) {
                weightMap(json, index);
            } else if (key.equals("metadata")) {
                json.skipChildren();
            } else {
                throw wrong("it has the unknown key " + shortened(key));
            }
        }
        if (json.nextToken() != null) {
            throw wrong("something follows the end of its JSON");
        }
        if (index.isEmpty()) {
            throw wrong("its weight_map names no tensor");
        }
        return index;
    }

    private void weightMap(JsonParser json, Map<String, String> index) {
        if (json.currentToken() != JsonToken.START_OBJECT) {
            throw wrong("its weight_map is not an object");
        }
        while (json.nextToken() != JsonToken.END_OBJECT) {
            String tensor = json.currentName();
            String file = json.nextToken() == JsonToken.VALUE_STRING ? json.getString() : "";
            if (!file.matches("[A-Za-z0-9_-][A-Za-z0-9._-]{0,199}\\.safetensors")) {
                throw wrong("its " + shortened(tensor) + " is not in a file of this folder: " + shortened(file));
            }
            if (index.size() == MOST_TENSORS) {
                throw wrong("it names more than " + MOST_TENSORS + " tensors");
            }
            index.put(tensor, file);
        }
    }

    private static String shortened(String text) {
        return JsonReason.shortened(text, 60);
    }

    private InvalidInput wrong(String why) {
        return new InvalidInput(
                "this model cannot be loaded", folder.resolve(INDEX).toString(), why);
    }

    @Override
    public void close() {
        files.forEach(SafetensorsFile::close);
    }
}
