package hone.engine.format;

import hone.engine.tensor.DType;
import hone.engine.tensor.Shape;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SequencedMap;
import java.util.TreeMap;

/**
 * What a safetensors file says of itself before its data.
 *
 * @param metadata texts by key
 * @param tensors by name, in the order of the data
 * @param dataStart the file's byte at which the data begins
 */
record SafetensorsHeader(Map<String, String> metadata, SequencedMap<String, Described> tensors, long dataStart) {
    SafetensorsHeader {
        metadata = new TreeMap<>(metadata);
        tensors = new LinkedHashMap<>(tensors);
    }

    /** One tensor: type, sizes, and its bytes from the first to the one after the last, counted from the data's start. */
    record Described(DType dtype, Shape shape, long begin, long end) {}
}
