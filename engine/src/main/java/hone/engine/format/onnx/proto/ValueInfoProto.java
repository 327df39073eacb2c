package hone.engine.format.onnx.proto;

import java.util.List;
import java.util.Optional;

/**
 * A graph's input or output.
 *
 * @param form whether it is a tensor
 * @param type of its elements; empty for what is no tensor
 * @param sizes each a number, a symbol's name, or an empty text where nothing is known; empty where the rank is not known
 */
public record ValueInfoProto(String name, ValueForm form, Optional<ElementType> type, Optional<List<String>> sizes) {
    public ValueInfoProto {
        sizes = sizes.map(List::copyOf);
    }
}
