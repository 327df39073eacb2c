package hone.engine.format.onnx.proto;

import hone.engine.InvalidInput;
import hone.engine.format.onnx.proto.TensorProto.FileSlice;
import hone.engine.tensor.Shape;
import org.jspecify.annotations.Nullable;

/** Reads {@code TensorProto}: type, shape, and that there are as many elements as the shape says. */
public final class TensorReader {
    private static final int DIMS = 1;
    private static final int DATA_TYPE = 2;
    private static final int FLOATS = 4;
    private static final int INTS = 5;
    private static final int TEXTS = 6;
    private static final int LONGS = 7;
    private static final int NAME = 8;
    private static final int RAW = 9;
    private static final int DOUBLES = 10;
    private static final int UNSIGNED_LONGS = 11;
    private static final int EXTERNAL = 13;
    private static final int LOCATION = 14;

    private final long[] sizes = new long[Shape.MAX_RANK];
    private int rank;
    private long typeNumber;
    private String name = "";
    private @Nullable FileSlice raw;

    private TensorReader() {}

    /**
     * A file that is one tensor, as the inputs and outputs of conformance cases are.
     *
     * @throws InvalidInput if it is not what it must be
     */
    public static TensorProto read(byte[] file, String place) {
        return read(MessageReader.of(file, place));
    }

    static TensorProto read(MessageReader message) {
        return new TensorReader().tensor(message);
    }

    private TensorProto tensor(MessageReader message) {
        message.budget().charge(600);
        FileSlice stored = new FileSlice(message.bytes(), message.at(), message.end());
        while (message.next()) {
            switch (message.field()) {
                case DIMS -> sizes(message);
                case DATA_TYPE -> typeNumber = message.number();
                case NAME -> name = message.name();
                case RAW -> {
                    MessageReader content = message.content();
                    raw = new FileSlice(message.bytes(), content.at(), content.end());
                }
                case EXTERNAL -> throw external(message);
                case LOCATION -> {
                    if (message.number() != 0) {
                        throw external(message);
                    }
                }
                default -> message.skip();
            }
        }
        ElementType type = ElementType.numbered(typeNumber)
                .orElseThrow(() -> message.wrong("the tensor " + name + " has element type " + typeNumber));
        Shape shape = shape(message);
        check(message, type, shape, stored);
        return new TensorProto(name, type, shape, stored, raw);
    }

    private InvalidInput external(MessageReader message) {
        return message.wrong("the tensor " + name + " is kept in another file, and only whole files are read");
    }

    private void sizes(MessageReader message) {
        MessageReader list = message.isPacked() ? message.content() : null;
        do {
            if (list != null && !list.hasMore()) {
                return;
            }
            long size = list == null ? message.number() : list.varint();
            if (rank == Shape.MAX_RANK) {
                throw message.wrong("the tensor " + name + " has more than " + Shape.MAX_RANK + " dimensions");
            }
            sizes[rank++] = size;
        } while (list != null);
    }

    private Shape shape(MessageReader message) {
        try {
            return Shape.of(java.util.Arrays.copyOf(sizes, rank));
        } catch (InvalidInput e) {
            throw message.wrong("the tensor " + name + ": " + e.getMessage());
        }
    }

    private void check(MessageReader message, ElementType type, Shape shape, FileSlice stored) {
        long elements = shape.elements();
        if (raw != null && (raw.length() > 0 || elements == 0)) {
            if (type.isText() || type.bytes(elements) != raw.length()) {
                throw message.wrong("the tensor " + name + " of " + shape + " " + type + " has " + raw.length()
                        + " bytes where " + type.bytes(elements) + " were due");
            }
            return;
        }
        raw = null;
        Count count = new Count();
        walk(message.over(stored.start(), stored.end()), type, count);
        long due = type.bits() == 4 || type.bits() == 2 ? type.bytes(elements) : elements;
        if (count.elements != due && count.elements != elements) {
            throw message.wrong("the tensor " + name + " of " + shape + " " + type + " has " + count.elements
                    + " elements where " + due + " were due");
        }
    }

    /** Gives the elements of a tensor that are in typed lists, in order. */
    public static void walk(TensorProto tensor, TypedElements elements) {
        FileSlice stored = tensor.stored();
        walk(
                MessageReader.of(stored.bytes(), tensor.name()).over(stored.start(), stored.end()),
                tensor.type(),
                elements);
    }

    private static void walk(MessageReader message, ElementType type, TypedElements elements) {
        int wanted = switch (type) {
            case F32 -> FLOATS;
            case F64 -> DOUBLES;
            case I64 -> LONGS;
            case U32, U64 -> UNSIGNED_LONGS;
            case TEXT -> TEXTS;
            default -> INTS;
        };
        while (message.next()) {
            if (message.field() != wanted) {
                message.skip();
            } else if (wanted == TEXTS) {
                elements.text(message.text());
            } else if (message.isPacked()) {
                MessageReader list = message.content();
                while (list.hasMore()) {
                    element(list, wanted, elements);
                }
            } else if (wanted == FLOATS) {
                elements.real(message.real());
            } else if (wanted == DOUBLES) {
                elements.real(message.eightByteReal());
            } else {
                elements.whole(message.number());
            }
        }
    }

    private static void element(MessageReader list, int wanted, TypedElements elements) {
        if (wanted == FLOATS) {
            elements.real(list.fourBytes());
        } else if (wanted == DOUBLES) {
            elements.real(list.eightBytes());
        } else {
            elements.whole(list.varint());
        }
    }

    private static final class Count implements TypedElements {
        private long elements;

        @Override
        public void real(double value) {
            elements++;
        }

        @Override
        public void whole(long value) {
            elements++;
        }

        @Override
        public void text(String value) {
            elements++;
        }
    }
}
