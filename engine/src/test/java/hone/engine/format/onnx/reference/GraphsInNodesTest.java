package hone.engine.format.onnx.reference;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import hone.engine.Cancellation;
import hone.engine.InvalidInput;
import hone.engine.Unavailable;
import hone.engine.format.onnx.proto.AttributeProto;
import hone.engine.format.onnx.proto.ElementType;
import hone.engine.format.onnx.proto.GraphProto;
import hone.engine.format.onnx.proto.ModelProto;
import hone.engine.format.onnx.proto.NodeProto;
import hone.engine.format.onnx.proto.ValueForm;
import hone.engine.format.onnx.proto.ValueInfoProto;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Operators whose attributes are graphs. */
class GraphsInNodesTest {
    private static ValueInfoProto info(String name) {
        return new ValueInfoProto(name, ValueForm.TENSOR, Optional.of(ElementType.F32), Optional.of(List.of("2")));
    }

    private static NodeProto node(String operator, List<String> inputs, String output) {
        return new NodeProto("", "", operator, inputs, List.of(output), Map.of());
    }

    private static GraphProto graph(List<String> inputs, List<String> outputs, NodeProto... nodes) {
        return new GraphProto(
                "",
                List.of(nodes),
                List.of(),
                inputs.stream().map(GraphsInNodesTest::info).toList(),
                outputs.stream().map(GraphsInNodesTest::info).toList());
    }

    private static AttributeProto attribute(String name, GraphProto graph) {
        return new AttributeProto(name, "", 0, 0, "", null, graph, new float[0], new long[0], List.of());
    }

    private static AttributeProto whole(String name, long value) {
        return new AttributeProto(name, "", 0, value, "", null, null, new float[0], new long[0], List.of());
    }

    private static Map<String, OnnxValue> run(long opset, NodeProto node, Map<String, OnnxValue> inputs) {
        ModelProto model = new ModelProto(8, "", graph(List.of(), List.of()), Map.of("", opset), List.of());
        return new Evaluator(model, new Cancellation()).run(node, inputs);
    }

    private static NodeProto with(
            String operator, List<String> inputs, List<String> outputs, AttributeProto... attributes) {
        Map<String, AttributeProto> all = new HashMap<>();
        for (AttributeProto attribute : attributes) {
            all.put(attribute.name(), attribute);
        }
        return new NodeProto("", "", operator, inputs, outputs, all);
    }

    private static void check(String expected, Map<String, OnnxValue> results, String name) {
        OperatorCasesTest.same(WrittenValue.of(expected), Objects.requireNonNull(results.get(name)));
    }

    @Test
    void ifComputesOneOfItsGraphsAndSeesWhatIsAroundIt() {
        NodeProto choice = with(
                "If",
                List.of("c"),
                List.of("y"),
                attribute("then_branch", graph(List.of(), List.of("r"), node("Neg", List.of("x"), "r"))),
                attribute("else_branch", graph(List.of(), List.of("r"), node("Abs", List.of("x"), "r"))));
        for (int truth = 0; truth < 2; truth++) {
            Map<String, OnnxValue> given =
                    Map.of("c", WrittenValue.of("bool: " + truth), "x", WrittenValue.of("1 f32: -3"));
            check("1 f32: 3", run(21, choice, given), "y");
        }
        Map<String, OnnxValue> positive = Map.of("c", WrittenValue.of("bool: 1"), "x", WrittenValue.of("1 f32: 3"));
        check("1 f32: -3", run(21, choice, positive), "y");
    }

    /** Carries a sum and hands out each step's; goes on while the sum is below the limit. */
    private static NodeProto loop(List<String> inputs) {
        GraphProto body = graph(
                List.of("i", "cond", "sum"),
                List.of("on", "next", "each"),
                node("Add", List.of("sum", "x"), "next"),
                node("ReduceMax", List.of("next"), "most"),
                node("Less", List.of("most", "limit"), "on"),
                node("Identity", List.of("next"), "each"));
        return with("Loop", inputs, List.of("final", "all"), attribute("body", body));
    }

    @Test
    void loopEndsByItsCountOrByItsCondition() {
        Map<String, OnnxValue> given = new HashMap<>(Map.of(
                "n", WrittenValue.of("i64: 2"),
                "s", WrittenValue.of("2 f32: 0 1"),
                "x", WrittenValue.of("2 f32: 1 2"),
                "limit", WrittenValue.of("f32: 100")));
        Map<String, OnnxValue> counted = run(18, loop(List.of("n", "", "s")), given);
        check("2 f32: 2 5", counted, "final");
        check("2x2 f32: 1 3 2 5", counted, "all");
        given.put("limit", WrittenValue.of("f32: 4"));
        check("2 f32: 2 5", run(18, loop(List.of("", "", "s")), given), "final");
    }

    @Test
    void aLoopOfNoStepsHandsOnWhatItCarriesAndNothingElse() {
        Map<String, OnnxValue> given = Map.of(
                "n", WrittenValue.of("i64: 0"),
                "s", WrittenValue.of("2 f32: 0 1"),
                "x", WrittenValue.of("2 f32: 1 2"),
                "limit", WrittenValue.of("f32: 4"));
        Map<String, OnnxValue> results = run(18, loop(List.of("n", "", "s")), given);
        check("2 f32: 0 1", results, "final");
        check("0x2 f32:", results, "all");
    }

    @Test
    void scanGoesAlongAnAxisForwardsAndBackwards() {
        GraphProto body = graph(
                List.of("sum", "part"),
                List.of("next", "each"),
                node("Add", List.of("sum", "part"), "next"),
                node("Identity", List.of("next"), "each"));
        AttributeProto backwards = new AttributeProto(
                "scan_input_directions", "", 0, 0, "", null, null, new float[1], new long[] {1}, List.of());
        NodeProto scan = with(
                "Scan",
                List.of("s", "x"),
                List.of("final", "all"),
                attribute("body", body),
                whole("num_scan_inputs", 1),
                backwards);
        Map<String, OnnxValue> given = Map.of("s", WrittenValue.of("1 f32: 0"), "x", WrittenValue.of("3x1 f32: 1 2 3"));
        Map<String, OnnxValue> results = run(16, scan, given);
        check("1 f32: 6", results, "final");
        check("3x1 f32: 3 5 6", results, "all");
    }

    @Test
    void scan8HasABatchInFront() {
        GraphProto body = graph(
                List.of("sum", "part"),
                List.of("next", "each"),
                node("Add", List.of("sum", "part"), "next"),
                node("Identity", List.of("next"), "each"));
        NodeProto scan = with(
                "Scan",
                List.of("", "s", "x"),
                List.of("final", "all"),
                attribute("body", body),
                whole("num_scan_inputs", 1));
        Map<String, OnnxValue> given =
                Map.of("s", WrittenValue.of("2x1 f32: 0 10"), "x", WrittenValue.of("2x2x1 f32: 1 2 3 4"));
        Map<String, OnnxValue> results = run(8, scan, given);
        check("2x1 f32: 3 17", results, "final");
        check("2x2x1 f32: 1 3 13 17", results, "all");
    }

    @Test
    void sequenceMapTakesOneOfEachSequence() {
        NodeProto map = with(
                "SequenceMap",
                List.of("a", "b"),
                List.of("y"),
                attribute("body", graph(List.of("p", "q"), List.of("r"), node("Mul", List.of("p", "q"), "r"))));
        Map<String, OnnxValue> given =
                Map.of("a", WrittenValue.of("<1 f32: 1 / 1 f32: 2>"), "b", WrittenValue.of("1 f32: 10"));
        check("<1 f32: 10 / 1 f32: 20>", run(17, map, given), "y");
        Map<String, OnnxValue> uneven =
                Map.of("a", WrittenValue.of("<1 f32: 1 / 1 f32: 2>"), "b", WrittenValue.of("<1 f32: 10>"));
        assertThrows(InvalidInput.class, () -> run(17, map, uneven));
    }

    @Test
    void flexAttentionChangesItsScoresByAGraph() {
        NodeProto node = new NodeProto(
                "",
                "ai.onnx.preview",
                "FlexAttention",
                List.of("q", "k", "v"),
                List.of("y"),
                Map.of(
                        "score_mod",
                        attribute("score_mod", graph(List.of("p"), List.of("r"), node("Neg", List.of("p"), "r")))));
        Map<String, OnnxValue> given = Map.of(
                "q", WrittenValue.of("1x1x1x1 f32: 1"),
                "k", WrittenValue.of("1x1x2x1 f32: 0 -1.0986122887"),
                "v", WrittenValue.of("1x1x2x1 f32: 0 4"));
        check("1x1x1x1 f32: 3", run(26, node, given), "y");
    }

    @Test
    void whatTrainingDropsIsNotMadeUp() {
        NodeProto dropout = new NodeProto("", "", "Dropout", List.of("x", "r", "t"), List.of("y"), Map.of());
        Map<String, OnnxValue> given = Map.of(
                "x", WrittenValue.of("1 f32: 1"), "r", WrittenValue.of("f32: 0.5"), "t", WrittenValue.of("bool: 1"));
        Unavailable refusal = assertThrows(Unavailable.class, () -> run(13, dropout, given));
        assertEquals(true, refusal.getMessage().contains("random"), refusal.getMessage());
    }
}
