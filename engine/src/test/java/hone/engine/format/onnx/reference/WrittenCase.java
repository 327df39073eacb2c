package hone.engine.format.onnx.reference;

import hone.engine.Cancellation;
import hone.engine.format.onnx.proto.AttributeProto;
import hone.engine.format.onnx.proto.GraphProto;
import hone.engine.format.onnx.proto.ModelProto;
import hone.engine.format.onnx.proto.NodeProto;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One node with its inputs and what it must make of them, as a line of text: {@code Name@version attribute=value … | input ; … |
 * output ; …}. An attribute's value is a whole number, a real with a point, a word, a list of them in brackets, or a tensor in
 * braces; the values are those of {@link WrittenValue}, or - where one is left out.
 */
record WrittenCase(NodeProto node, long opset, List<Optional<OnnxValue>> inputs, List<Optional<OnnxValue>> outputs) {
    static final String WHOLE = "-?\\d+";
    static final String REAL = "-?\\d*\\.\\d*(e-?\\d+)?";
    static final Pattern ATTRIBUTE = Pattern.compile("(\\w+)=(\\{[^}]*}|\\S+)");

    static WrittenCase of(String line) {
        String[] sides = line.split("\\|", -1);
        String[] head = sides[0].strip().split("[@ ]", 3);
        String name = head[0];
        int dot = name.lastIndexOf('.');
        List<Optional<OnnxValue>> inputs = values(sides[1]);
        List<Optional<OnnxValue>> outputs = values(sides[2]);
        NodeProto node = new NodeProto(
                "",
                dot < 0 ? "" : name.substring(0, dot),
                name.substring(dot + 1),
                names("in", inputs, false),
                names("out", outputs, true),
                attributes(head.length > 2 ? head[2] : ""));
        return new WrittenCase(node, Long.parseLong(head[1]), inputs, outputs);
    }

    private static List<Optional<OnnxValue>> values(String side) {
        List<Optional<OnnxValue>> values = new ArrayList<>();
        if (!side.isBlank()) {
            for (String value : side.split(";", -1)) {
                values.add(value.strip().equals("-") ? Optional.empty() : Optional.of(WrittenValue.of(value.strip())));
            }
        }
        return values;
    }

    private static List<String> names(String prefix, List<Optional<OnnxValue>> values, boolean all) {
        List<String> names = new ArrayList<>();
        for (int i = 0; i < values.size(); i++) {
            names.add(all || values.get(i).isPresent() ? prefix + i : "");
        }
        return names;
    }

    private static Map<String, AttributeProto> attributes(String text) {
        Map<String, AttributeProto> attributes = new HashMap<>();
        Matcher found = ATTRIBUTE.matcher(text);
        while (found.find()) {
            attributes.put(found.group(1), attribute(found.group(1), found.group(2)));
        }
        return attributes;
    }

    private static AttributeProto attribute(String name, String value) {
        boolean list = value.startsWith("[") && value.endsWith("]");
        if (value.startsWith("{")) {
            String inside = value.substring(1, value.length() - 1);
            return attribute(name, 0, 0, "", WrittenValue.proto(inside), List.of(), List.of());
        }
        String[] parts = (list ? value.substring(1, value.length() - 1) : value).split(",");
        List<String> texts = list && parts.length == 1 && parts[0].isEmpty() ? List.of() : List.of(parts);
        boolean wholes = texts.stream().allMatch(part -> part.matches(WHOLE));
        boolean reals = !wholes && texts.stream().allMatch(part -> part.matches(REAL));
        if (list) {
            return attribute(
                    name, 0, 0, "", null, wholes || reals ? texts : List.of(), wholes || reals ? List.of() : texts);
        }
        return attribute(
                name,
                reals ? Float.parseFloat(value) : 0,
                wholes ? Long.parseLong(value) : 0,
                value,
                null,
                List.of(),
                List.of());
    }

    private static AttributeProto attribute(
            String name,
            float real,
            long whole,
            String text,
            hone.engine.format.onnx.proto.@org.jspecify.annotations.Nullable TensorProto tensor,
            List<String> numbers,
            List<String> texts) {
        float[] reals = new float[numbers.size()];
        long[] wholes = new long[numbers.size()];
        for (int i = 0; i < reals.length; i++) {
            reals[i] = Float.parseFloat(numbers.get(i));
            wholes[i] = (long) reals[i];
        }
        return new AttributeProto(name, "", real, whole, text, tensor, null, reals, wholes, texts);
    }

    /** The same with as many inputs of the node as there are values. */
    WrittenCase withNamesOfInputs() {
        NodeProto fewer = new NodeProto(
                node.name(),
                node.domain(),
                node.operator(),
                names("in", inputs, false),
                node.outputs(),
                node.attributes());
        return new WrittenCase(fewer, opset, inputs, outputs);
    }

    /** What the node makes, by the names out0, out1 and so on. */
    Map<String, OnnxValue> run() {
        Map<String, OnnxValue> given = new HashMap<>();
        for (int i = 0; i < inputs.size(); i++) {
            String name = "in" + i;
            inputs.get(i).ifPresent(value -> given.put(name, value));
        }
        return new Evaluator(model(), new Cancellation()).run(node, given);
    }

    /** A model without nodes that imports the operator's version. */
    ModelProto model() {
        GraphProto empty = new GraphProto("", List.of(), List.of(), List.of(), List.of());
        return new ModelProto(8, "", empty, Map.of(Objects.requireNonNull(node.domain()), opset), List.of());
    }
}
