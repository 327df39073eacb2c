package hone.engine.format.onnx.proto;

import hone.engine.InvalidInput;
import hone.engine.IoReason;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Reads ONNX files from anyone. Lengths are checked against the bytes that are there, external data is refused, and what
 * is made stays within twice the file's size and 16 MB.
 */
public final class ModelReader {
    /** A protobuf message cannot be larger. */
    private static final long MAX_FILE_BYTES = Integer.MAX_VALUE - 8L;

    private static final String STANDARD_DOMAIN = "ai.onnx";

    private ModelReader() {}

    /**
     * The bytes of a file that is to be read as one message.
     *
     * @throws InvalidInput if there is no such file, or it is too large
     */
    public static byte[] bytes(Path path) {
        if (!Files.isRegularFile(path)) {
            throw new InvalidInput(
                    "cannot read the file", path.toString(), Files.exists(path) ? "it is not a file" : "there is none");
        }
        try {
            long size = Files.size(path);
            if (size > MAX_FILE_BYTES) {
                throw new InvalidInput(
                        "this is not a usable ONNX file",
                        path.toString(),
                        "it has " + size + " bytes of at most " + MAX_FILE_BYTES);
            }
            return Files.readAllBytes(path);
        } catch (IOException e) {
            throw new InvalidInput("cannot read the file", path.toString(), IoReason.of(e));
        }
    }

    /**
     * Reads a model.
     *
     * @throws InvalidInput if there is no such file, or it is not what an ONNX file must be
     */
    public static ModelProto read(Path path) {
        return read(bytes(path), path.toString());
    }

    /**
     * Reads a model from memory.
     *
     * @param place what to call it in errors
     */
    public static ModelProto read(byte[] file, String place) {
        MessageReader message = MessageReader.of(file, place);
        long irVersion = 0;
        String producer = "";
        GraphProto graph = null;
        Map<String, Long> opsets = new HashMap<>();
        List<FunctionProto> functions = new ArrayList<>();
        while (message.next()) {
            switch (message.field()) {
                case 1 -> irVersion = message.number();
                case 2 -> producer = message.name();
                case 7 -> {
                    if (graph != null) {
                        throw message.wrong("it has a second graph");
                    }
                    graph = graph(message.message());
                }
                case 8 -> opset(message.message(), opsets);
                case 25 -> functions.add(function(message.message()));
                default -> message.skip();
            }
        }
        if (graph == null || (graph.nodes().isEmpty() && graph.outputs().isEmpty())) {
            throw message.wrong("it has no graph");
        }
        if (opsets.isEmpty() && irVersion < 3) {
            opsets.put("", 1L);
        }
        return new ModelProto(irVersion, producer, graph, opsets, functions);
    }

    private static void opset(MessageReader message, Map<String, Long> opsets) {
        message.budget().charge(100);
        String domain = "";
        long version = 0;
        while (message.next()) {
            switch (message.field()) {
                case 1 -> domain = standard(message.name());
                case 2 -> version = message.number();
                default -> message.skip();
            }
        }
        if (opsets.put(domain, version) != null) {
            throw message.wrong("it names the operator set \"" + domain + "\" twice");
        }
    }

    private static String standard(String domain) {
        return domain.equals(STANDARD_DOMAIN) ? "" : domain;
    }

    private static GraphProto graph(MessageReader message) {
        message.budget().charge(1_200);
        String name = "";
        List<NodeProto> nodes = new ArrayList<>();
        List<TensorProto> constants = new ArrayList<>();
        List<ValueInfoProto> inputs = new ArrayList<>();
        List<ValueInfoProto> outputs = new ArrayList<>();
        while (message.next()) {
            switch (message.field()) {
                case 1 -> nodes.add(node(message.message()));
                case 2 -> name = message.text();
                case 5 -> constants.add(TensorReader.read(message.message()));
                case 11 -> inputs.add(value(message.message()));
                case 12 -> outputs.add(value(message.message()));
                case 15 -> throw message.wrong("it has sparse constants, which are not read");
                default -> message.skip();
            }
        }
        return new GraphProto(name, nodes, constants, inputs, outputs);
    }

    private static NodeProto node(MessageReader message) {
        message.budget().charge(700);
        List<String> inputs = new ArrayList<>();
        List<String> outputs = new ArrayList<>();
        Map<String, AttributeProto> attributes = new HashMap<>();
        String name = "";
        String operator = "";
        String domain = "";
        while (message.next()) {
            switch (message.field()) {
                case 1 -> inputs.add(message.name());
                case 2 -> outputs.add(message.name());
                case 3 -> name = message.name();
                case 4 -> operator = message.name();
                case 5 -> attribute(message.message(), attributes);
                case 7 -> domain = standard(message.name());
                default -> message.skip();
            }
        }
        if (operator.isEmpty()) {
            throw message.wrong("a node has no operator");
        }
        return new NodeProto(name, domain, operator, inputs, outputs, attributes);
    }

    private static void attribute(MessageReader message, Map<String, AttributeProto> attributes) {
        message.budget().charge(400);
        String name = "";
        String reference = "";
        float real = 0;
        long whole = 0;
        String text = "";
        TensorProto tensor = null;
        GraphProto graph = null;
        NumberList reals = new NumberList(message.budget());
        NumberList wholes = new NumberList(message.budget());
        List<String> texts = new ArrayList<>();
        while (message.next()) {
            switch (message.field()) {
                case 1 -> name = message.name();
                case 2 -> real = message.real();
                case 3 -> whole = message.number();
                case 4 -> text = message.text();
                case 5 -> tensor = TensorReader.read(message.message());
                case 6 -> graph = graph(message.message());
                case 7 -> reals.addReals(message);
                case 8 -> wholes.addWholes(message);
                case 9 -> texts.add(message.text());
                case 21 -> reference = message.name();
                case 22, 23 -> throw message.wrong("the attribute " + name + " is sparse, which is not read");
                default -> message.skip();
            }
        }
        AttributeProto made = new AttributeProto(
                name, reference, real, whole, text, tensor, graph, reals.reals(), wholes.wholes(), texts);
        if (attributes.put(name, made) != null) {
            throw message.wrong("a node has the attribute " + name + " twice");
        }
    }

    private static FunctionProto function(MessageReader message) {
        message.budget().charge(600);
        String name = "";
        String domain = "";
        List<String> inputs = new ArrayList<>();
        List<String> outputs = new ArrayList<>();
        Map<String, AttributeProto> defaults = new HashMap<>();
        List<NodeProto> nodes = new ArrayList<>();
        Map<String, Long> opsets = new HashMap<>();
        while (message.next()) {
            switch (message.field()) {
                case 1 -> name = message.name();
                case 4 -> inputs.add(message.name());
                case 5 -> outputs.add(message.name());
                case 7 -> nodes.add(node(message.message()));
                case 9 -> opset(message.message(), opsets);
                case 10 -> domain = standard(message.name());
                case 11 -> attribute(message.message(), defaults);
                default -> message.skip();
            }
        }
        return new FunctionProto(domain, name, inputs, outputs, defaults, nodes, opsets);
    }

    private static ValueInfoProto value(MessageReader message) {
        message.budget().charge(400);
        String name = "";
        ValueForm form = ValueForm.TENSOR;
        Optional<ElementType> type = Optional.empty();
        Optional<List<String>> sizes = Optional.empty();
        while (message.next()) {
            if (message.field() == 1) {
                name = message.name();
            } else if (message.field() != 2) {
                message.skip();
            } else {
                MessageReader described = message.message();
                while (described.next()) {
                    form = form(described.field(), form);
                    if (described.field() != 1) {
                        described.skip();
                        continue;
                    }
                    MessageReader tensor = described.message();
                    while (tensor.next()) {
                        switch (tensor.field()) {
                            case 1 -> type = ElementType.numbered(tensor.number());
                            case 2 -> sizes = Optional.of(sizes(tensor.message()));
                            default -> tensor.skip();
                        }
                    }
                }
            }
        }
        return new ValueInfoProto(name, form, type, sizes);
    }

    /** Which field of {@code TypeProto} is filled says what the value is. */
    private static ValueForm form(int field, ValueForm before) {
        return switch (field) {
            case 1 -> ValueForm.TENSOR;
            case 4 -> ValueForm.SEQUENCE;
            case 9 -> ValueForm.OPTIONAL;
            case 5, 8 -> ValueForm.OTHER;
            default -> before;
        };
    }

    private static List<String> sizes(MessageReader shape) {
        List<String> sizes = new ArrayList<>();
        while (shape.next()) {
            if (shape.field() != 1) {
                shape.skip();
                continue;
            }
            shape.budget().charge(100);
            MessageReader dimension = shape.message();
            String size = "";
            while (dimension.next()) {
                switch (dimension.field()) {
                    case 1 -> size = Long.toString(dimension.number());
                    case 2 -> size = dimension.name();
                    default -> dimension.skip();
                }
            }
            sizes.add(size);
        }
        return sizes;
    }
}
