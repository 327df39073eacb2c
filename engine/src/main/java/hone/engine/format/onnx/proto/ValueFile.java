package hone.engine.format.onnx.proto;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A value in a file of its own: {@code TensorProto}, {@code SequenceProto} or {@code OptionalProto}. */
public sealed interface ValueFile {
    /** A tensor. */
    record OfTensor(TensorProto tensor) implements ValueFile {}

    /** A list of values. */
    record OfSequence(List<ValueFile> values) implements ValueFile {
        public OfSequence {
            values = List.copyOf(values);
        }
    }

    /** A value that may be absent. */
    record OfOptional(Optional<ValueFile> value) implements ValueFile {}

    /**
     * Reads a file.
     *
     * @param place what to call it in errors
     * @throws hone.engine.InvalidInput if it does not hold such a value
     */
    static ValueFile read(byte[] file, String place, ValueForm form) {
        return read(MessageReader.of(file, place), form);
    }

    private static ValueFile read(MessageReader message, ValueForm form) {
        return switch (form) {
            case TENSOR -> new OfTensor(TensorReader.read(message));
            case SEQUENCE -> new OfSequence(values(message));
            case OPTIONAL -> {
                List<ValueFile> values = values(message);
                yield new OfOptional(values.isEmpty() ? Optional.empty() : Optional.of(values.getFirst()));
            }
            case OTHER -> throw message.wrong("it holds a map or a sparse tensor, which are not read");
        };
    }

    /** Fields 3, 5 and 7 hold tensors, sequences and optionals in both kinds of message. */
    private static List<ValueFile> values(MessageReader message) {
        List<ValueFile> values = new ArrayList<>();
        while (message.next()) {
            message.budget().charge(64);
            switch (message.field()) {
                case 3 -> values.add(read(message.message(), ValueForm.TENSOR));
                case 5 -> values.add(read(message.message(), ValueForm.SEQUENCE));
                case 7 -> values.add(read(message.message(), ValueForm.OPTIONAL));
                case 4, 6 -> throw message.wrong("it holds a map or a sparse tensor, which are not read");
                default -> message.skip();
            }
        }
        return values;
    }
}
