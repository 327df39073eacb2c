package hone.engine.format;

import hone.engine.InvalidInput;
import hone.engine.tensor.Tensor;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SequencedMap;
import java.util.TreeMap;

/**
 * The content of a safetensors file: named tensors and a map of texts (a header of JSON before the raw
 * data).
 *
 * @param metadata texts by key
 * @param tensors in the order of the file
 */
public record Safetensors(Map<String, String> metadata, SequencedMap<String, Tensor> tensors) {
    /** The key under which the header keeps {@link #metadata}. */
    static final String METADATA = "__metadata__";

    /** No header may be longer. */
    static final long MAX_HEADER_BYTES = 100L << 20;

    /** Characters of all texts together: a graph of ours takes a tenth of it. */
    static final int MAX_TEXT_CHARACTERS = 4 << 20;

    static final int MAX_TENSORS = 10_000;
    static final int MAX_NAME_LENGTH = 256;

    public Safetensors {
        metadata = new TreeMap<>(metadata);
        tensors = new LinkedHashMap<>(tensors);
    }

    /** @throws InvalidInput if there is no tensor of that name */
    public Tensor tensor(String name) {
        Tensor tensor = tensors.get(name);
        if (tensor == null) {
            throw new InvalidInput("the file has no such tensor", name, "it has " + tensors.size() + " others");
        }
        return tensor;
    }
}
