package hone.engine.format;

import hone.engine.InvalidInput;
import hone.engine.graph.Graph;
import hone.engine.graph.GraphBuilder;
import hone.engine.graph.Node;
import hone.engine.graph.Op;
import hone.engine.graph.Value;
import hone.engine.op.Ops;
import hone.engine.op.activation.Activation;
import hone.engine.tensor.DType;
import hone.engine.tensor.Dim;
import hone.engine.tensor.Shape;
import hone.engine.tensor.TensorType;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The graph's own file form: nodes in their order, ops by kind with their attributes, values as pairs of node and output
 * index. Reading goes through the builder, so whatever a file claims, types are inferred anew.
 */
final class GraphJson {
    private static final int VERSION = 1;
    private static final int MAX_NODES = 100_000;

    /** A model of a thousand layers takes a tenth of it. */
    private static final long MOST_TREE_BYTES = 8L << 20;

    private static final int MOST_CHARACTERS = 2 << 20;
    private static final int LONGEST_SYMBOL = 64;

    /** Attributes that ops have gained since version 1 began, with the value that older files stand for. */
    private static final Map<String, Map<String, Object>> GAINED = Map.of(
            "Int8Linear", Map.of("groupSize", 0),
            "Linear", Map.of("activation", Activation.NONE),
            "Conv2d", Map.of("activation", Activation.NONE),
            "Gelu", Map.of("approximate", true));

    private GraphJson() {}

    static String write(Graph graph) {
        ObjectNode root = Json.MAPPER.createObjectNode();
        root.put("version", VERSION);
        ArrayNode nodes = root.putArray("nodes");
        for (Node node : graph.nodes()) {
            ObjectNode written = nodes.addObject().put("name", node.name());
            switch (node) {
                case Node.Input input -> type(written.put("node", "input"), input.type());
                case Node.Weight weight -> type(written.put("node", "weight"), weight.type());
                case Node.State state -> type(written.put("node", "state"), state.type());
                case Node.Apply apply -> {
                    written.put("node", "op").put("op", apply.op().kind());
                    written.set("attributes", Json.MAPPER.valueToTree(apply.op()));
                    ArrayNode inputs = written.putArray("inputs");
                    apply.inputs()
                            .forEach(
                                    value -> inputs.addArray().add(value.node()).add(value.output()));
                }
            }
        }
        ObjectNode outputs = root.putObject("outputs");
        graph.outputs()
                .forEach((name, value) ->
                        outputs.putArray(name).add(value.node()).add(value.output()));
        return Json.MAPPER.writeValueAsString(root);
    }

    private static void type(ObjectNode node, TensorType type) {
        node.put("dtype", type.dtype().name());
        ArrayNode dims = node.putArray("dims");
        for (Dim dim : type.dims()) {
            switch (dim) {
                case Dim.Fixed fixed -> dims.add(fixed.size());
                case Dim.Symbol symbol ->
                    dims.addObject().put("symbol", symbol.name()).put("max", symbol.max());
            }
        }
    }

    /** @throws InvalidInput if the text is not a graph this program can run */
    static Graph read(String text, String place) {
        if (text.length() > MOST_CHARACTERS) {
            throw wrong(place, "its graph has " + text.length() + " characters of at most " + MOST_CHARACTERS);
        }
        try (JsonParser json = Json.MAPPER.createParser(text)) {
            if (json.nextToken() == null) {
                throw wrong(place, "its graph is empty");
            }
            JsonNode root = new BoundedTree(
                            MOST_TREE_BYTES,
                            most -> wrong(
                                    place,
                                    "its graph describes more than the " + most + " bytes that a graph may take"))
                    .value(json);
            if (json.nextToken() != null) {
                throw wrong(place, "something follows the end of its graph");
            }
            if (root.path("version").asInt(0) != VERSION) {
                throw wrong(
                        place,
                        "its graph has version " + shown(root.path("version")) + ", this program reads " + VERSION);
            }
            return graph(root, place);
        } catch (JacksonException e) {
            throw wrong(place, "its graph cannot be read, as " + JsonReason.of(e));
        } catch (InvalidInput e) {
            throw e.where().equals(place) ? e : wrong(place, e.getMessage());
        }
    }

    private static String shown(JsonNode node) {
        return JsonReason.shortened(node.toString(), 60);
    }

    private static Graph graph(JsonNode root, String place) {
        JsonNode nodes = root.path("nodes");
        if (!nodes.isArray() || nodes.size() > MAX_NODES) {
            throw wrong(place, "its graph has no list of at most " + MAX_NODES + " nodes");
        }
        GraphBuilder builder = new GraphBuilder();
        List<Node> added = new ArrayList<>();
        for (JsonNode node : nodes) {
            String name = node.path("name").asString("");
            switch (node.path("node").asString("")) {
                case "input" -> builder.input(name, type(node, place));
                case "weight" -> builder.weight(name, type(node, place));
                case "state" -> builder.state(name, type(node, place));
                case "op" -> builder.apply(name, op(node, place), values(node.path("inputs"), added.size(), place));
                default ->
                    throw wrong(
                            place,
                            "node " + JsonReason.shortened(name, 60) + " is of an unknown sort: "
                                    + shown(node.path("node")));
            }
            added.add(builder.last());
        }
        for (var output : root.path("outputs").properties()) {
            builder.output(output.getKey(), value(output.getValue(), added.size(), place));
        }
        Graph graph = builder.build();
        checkOutputs(graph, place);
        return graph;
    }

    private static void checkOutputs(Graph graph, String place) {
        for (Value value : graph.outputs().values()) {
            checkOutput(graph.nodes().get(value.node()), value, place);
        }
        for (Node.Apply node : graph.applications()) {
            for (Value value : node.inputs()) {
                checkOutput(graph.nodes().get(value.node()), value, place);
            }
        }
    }

    private static void checkOutput(Node node, Value value, String place) {
        if (value.output() >= node.outputs().size()) {
            throw wrong(place, "node " + node.name() + " has no output " + value.output());
        }
    }

    private static List<Value> values(JsonNode inputs, int before, String place) {
        List<Value> values = new ArrayList<>();
        inputs.forEach(input -> values.add(value(input, before, place)));
        return values;
    }

    private static Value value(JsonNode pair, int before, String place) {
        int node = whole(pair.path(0)) ? pair.path(0).intValue() : -1;
        int output = whole(pair.path(1)) ? pair.path(1).intValue() : -1;
        if (!pair.isArray() || pair.size() != 2 || node < 0 || node >= before || output < 0) {
            throw wrong(place, "its graph refers to " + shown(pair) + " before there is such a value");
        }
        return new Value(node, output);
    }

    private static Op op(JsonNode node, String place) {
        String kind = node.path("op").asString("");
        Class<? extends Op> type = Ops.find(kind)
                .orElseThrow(() -> wrong(
                        place,
                        "its graph uses the op '" + JsonReason.shortened(kind, 60) + "', which this program lacks"));
        JsonNode attributes = node.path("attributes");
        if (!attributes.isObject()) {
            throw wrong(place, "its op '" + kind + "' has no attributes");
        }
        ObjectNode complete = ((ObjectNode) attributes).deepCopy();
        GAINED.getOrDefault(kind, Map.of()).forEach((name, value) -> {
            if (!complete.has(name)) {
                complete.set(name, Json.MAPPER.valueToTree(value));
            }
        });
        return Json.MAPPER.treeToValue(complete, type);
    }

    private static TensorType type(JsonNode node, String place) {
        DType dtype = DType.named(node.path("dtype").asString(""))
                .orElseThrow(() -> wrong(place, "its graph has the element type " + shown(node.path("dtype"))));
        List<Dim> dims = new ArrayList<>();
        if (node.path("dims").size() > Shape.MAX_RANK) {
            throw wrong(place, "a tensor of its graph has " + node.path("dims").size() + " dimensions");
        }
        for (JsonNode dim : node.path("dims")) {
            dims.add(dim.isObject() ? symbol(dim, place) : Dim.of(size(dim, place)));
        }
        TensorType type = new TensorType(dtype, dims);
        type.maxShape();
        return type;
    }

    private static Dim symbol(JsonNode dim, String place) {
        JsonNode name = dim.path("symbol");
        if (!name.isString()
                || name.stringValue().isEmpty()
                || name.stringValue().length() > LONGEST_SYMBOL) {
            throw wrong(place, "its graph has a dimension called " + shown(name));
        }
        return Dim.symbol(name.stringValue(), size(dim.path("max"), place));
    }

    private static long size(JsonNode size, String place) {
        if (!size.isIntegralNumber() || !size.canConvertToLong()) {
            throw wrong(place, "its graph has the size " + shown(size));
        }
        return size.longValue();
    }

    private static boolean whole(JsonNode number) {
        return number.isIntegralNumber() && number.canConvertToInt();
    }

    private static InvalidInput wrong(String place, String why) {
        return new InvalidInput("this file holds no usable model", place, why);
    }
}
