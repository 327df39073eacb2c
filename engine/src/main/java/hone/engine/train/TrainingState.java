package hone.engine.train;

import hone.engine.InvalidInput;
import hone.engine.format.Json;
import hone.engine.format.JsonReason;
import hone.engine.format.Safetensors;
import hone.engine.format.SafetensorsReader;
import hone.engine.format.SafetensorsWriter;
import hone.engine.memory.MemoryRegion;
import hone.engine.tensor.DType;
import hone.engine.tensor.Tensor;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SequencedMap;
import java.util.TreeMap;
import tools.jackson.core.JacksonException;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.DeserializationFeature;

/**
 * A training run that was broken off between two steps, as one safetensors file keeps it: enough to go on as if nothing had
 * happened.
 *
 * @param run what the run depends on, by name: model, data and settings
 * @param standing where it stands
 * @param tensors weights, running statistics and the optimizer's states by name; the best weights so far under
 *     {@link #BEST} and their name
 */
record TrainingState(SequencedMap<String, String> run, Standing standing, Map<String, Tensor> tensors) {
    /** What the names of the best weights so far begin with. */
    static final String BEST = "best:";

    private static final String VERSION = "1";
    private static final String KEY_VERSION = "hone.training";
    private static final String KEY_RUN = "hone.training.run";
    private static final String KEY_STANDING = "hone.training.standing";
    private static final int MOST_CHARACTERS_OF_RUN = 1 << 16;

    /** A curve of ten thousand epochs takes less. */
    private static final int MOST_CHARACTERS_OF_STANDING = 2 << 20;

    private static final int LONGEST_REASON = 300;

    TrainingState {
        run = new LinkedHashMap<>(run);
        tensors = new TreeMap<>(tensors);
    }

    /** @throws InvalidInput if the file cannot be written; what was there is unharmed */
    void save(Path path) {
        Map<String, String> metadata = new TreeMap<>();
        metadata.put(KEY_VERSION, VERSION);
        metadata.put(KEY_RUN, Json.MAPPER.writeValueAsString(run));
        metadata.put(KEY_STANDING, Json.MAPPER.writeValueAsString(standing));
        SafetensorsWriter.write(path, new Safetensors(metadata, new LinkedHashMap<>(tensors)));
    }

    /**
     * @param region where the tensors go
     * @throws InvalidInput if there is no such file, or it holds no training run
     */
    static TrainingState load(Path path, MemoryRegion region) {
        Safetensors file = SafetensorsReader.read(path, region);
        String version = file.metadata().getOrDefault(KEY_VERSION, "none");
        if (!version.equals(VERSION)) {
            throw unusable(
                    path.toString(),
                    version.equals("none")
                            ? "it is safetensors, but keeps no training"
                            : "it has version " + JsonReason.version(version) + ", this program reads " + VERSION);
        }
        file.tensors().forEach((name, tensor) -> requireNumbers(path, name, tensor));
        try {
            SequencedMap<String, String> run = Json.MAPPER.readValue(
                    text(path, file, KEY_RUN), new TypeReference<LinkedHashMap<String, String>>() {});
            Standing standing = Json.MAPPER
                    .readerFor(Standing.class)
                    .without(DeserializationFeature.ACCEPT_FLOAT_AS_INT)
                    .readValue(text(path, file, KEY_STANDING));
            if (run == null || run.containsValue(null) || standing == null) {
                throw unusable(path.toString(), "a text in its metadata is null");
            }
            return new TrainingState(run, standing, file.tensors());
        } catch (JacksonException e) {
            throw unusable(path + ", metadata", JsonReason.of(e));
        }
    }

    private static String text(Path path, Safetensors file, String key) {
        String text = file.metadata().getOrDefault(key, "");
        int most = key.equals(KEY_RUN) ? MOST_CHARACTERS_OF_RUN : MOST_CHARACTERS_OF_STANDING;
        if (text.length() > most) {
            throw unusable(path + ", " + key, "it has " + text.length() + " characters of at most " + most);
        }
        return text;
    }

    private static void requireNumbers(Path path, String name, Tensor tensor) {
        for (long i = 0; tensor.dtype() == DType.F32 && i < tensor.shape().elements(); i++) {
            if (!Float.isFinite(tensor.getFloat(i))) {
                throw unusable(path + ", " + name, "element " + i + " is " + tensor.getFloat(i));
            }
        }
    }

    private static InvalidInput unusable(String where, String why) {
        return new InvalidInput(
                "this file holds no usable training state", where, JsonReason.shortened(why, LONGEST_REASON));
    }
}
