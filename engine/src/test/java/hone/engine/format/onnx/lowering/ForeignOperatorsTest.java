package hone.engine.format.onnx.lowering;

import static hone.engine.format.onnx.lowering.LoweredCheck.BATCH;
import static hone.engine.format.onnx.lowering.LoweredCheck.rows;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import hone.engine.InvalidInput;
import hone.engine.tensor.DType;
import hone.engine.tensor.Dim;
import hone.engine.tensor.TensorType;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Operators that no model of ours has, on the engine and by the reference operators. */
class ForeignOperatorsTest {
    private final RoundTrip trip = new RoundTrip();
    private LoweredCheck check = new LoweredCheck(trip);

    @BeforeEach
    void open() {
        check = new LoweredCheck(trip);
    }

    @AfterEach
    void close() {
        trip.close();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Abs",
                "Neg",
                "Sign",
                "Ceil",
                "Floor",
                "Round",
                "Exp",
                "Reciprocal",
                "Sin",
                "Cos",
                "Erf",
                "Softplus",
                "Softsign",
                "Mish",
                "HardSwish",
                "LeakyRelu",
                "Elu",
                "Selu",
                "Celu",
                "ThresholdedRelu",
                "HardSigmoid",
                "Shrink"
            })
    void functionsOfOneNumber(String operator) {
        check.input("x", rows(7, 5));
        check.node("Mul", "more", "x", check.number("three", 3));
        check.node(operator, "y", "more");
        check.output("y", rows(7, 5));
        check.same(1e-5, "BatchNorm", "Unary");
    }

    @ParameterizedTest
    @CsvSource({
        "LeakyRelu,0.3,0",
        "Elu,0.7,0",
        "Selu,1.2,0.9",
        "Celu,0.4,0",
        "ThresholdedRelu,0.2,0",
        "HardSigmoid,0.4,0.3"
    })
    void parametersOfFunctionsAreKept(String operator, float alpha, float beta) {
        check.input("x", rows(3, 5));
        var node = check.node(operator, "y", "x").attribute("alpha", alpha);
        if (beta != 0) {
            node.attribute(operator.equals("Selu") ? "gamma" : "beta", beta);
        }
        check.output("y", rows(3, 5));
        check.same(1e-5, "Unary");
    }

    @Test
    void rootsAndLogarithmsOfSquares() {
        check.input("x", rows(9));
        check.node("Pow", "square", "x", check.number("two", 2));
        check.node("Sqrt", "root", "square");
        check.node("Add", "more", "square", check.number("one", 1));
        check.node("Log", "log", "more");
        check.node("Pow", "cube", "root", check.number("power", 1.5));
        check.output("root", rows(9)).output("log", rows(9)).output("cube", rows(9));
        check.same(1e-5);
    }

    @Test
    void boundsOfClipMayBeLeftOut() {
        check.input("x", rows(9));
        check.node("Clip", "both", "x", check.number("least", -0.25), check.number("most", 0.5));
        check.node("Clip", "low", "x", "least");
        check.node("Clip", "high", "x", "", "most");
        check.output("both", rows(9)).output("low", rows(9)).output("high", rows(9));
        check.same(1e-6, "Unary", "Unary", "Unary");
    }

    @ParameterizedTest
    @ValueSource(strings = {"Add", "Sub", "Mul", "Div", "Min", "Max", "PRelu"})
    void functionsOfTwoNumbersBroadcast(String operator) {
        check.input("x", rows(4, 6));
        check.node("Sigmoid", "gate", "x");
        check.node("ReduceMean", "mean", "gate", check.graph().longs("last", -1));
        check.node(operator, "y", "x", "mean");
        check.node(operator, "z", "y", check.positive("matrix", 4, 6));
        check.output("y", rows(4, 6)).output("z", rows(4, 6));
        List<String> kinds = check.same(1e-5).graph().applications().stream()
                .map(node -> node.op().kind())
                .toList();
        assertEquals(List.of("Sigmoid", "Reduce", "Binary"), kinds.subList(0, 3));
    }

    @Test
    void comparisonsAndChoices() {
        check.input("x", rows(4, 6));
        check.node("Greater", "positive", "x", check.number("zero", 0));
        check.node("LessOrEqual", "small", "x", check.number("half", 0.5));
        check.node("And", "both", "positive", "small");
        check.node("Not", "other", "both");
        check.node("Xor", "either", "other", "positive");
        check.node("Where", "y", "either", "x", check.numbers("choice", 1, 6));
        check.node("Cast", "z", "both").attribute("to", 1);
        check.output("y", rows(4, 6)).output("z", rows(4, 6));
        check.same(0, "Binary", "Binary", "Binary", "Binary", "Binary", "Where", "Cast");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "ReduceSum",
                "ReduceMean",
                "ReduceMax",
                "ReduceMin",
                "ReduceProd",
                "ReduceL1",
                "ReduceL2",
                "ReduceSumSquare",
                "ReduceLogSumExp"
            })
    void reductionsAlongAnyDimensions(String operator) {
        check.input("x", rows(4, 5, 3));
        check.node(operator, "last", "x", check.graph().longs("three", 3));
        check.node(operator, "middle", "x", check.graph().longs("one", 1)).attribute("keepdims", 0);
        check.node(operator, "two", "x", check.graph().longs("some", 1, -1)).attribute("keepdims", 0);
        check.output("last", rows(4, 5, 1)).output("middle", rows(5, 3)).output("two", rows(5));
        check.same(1e-5, "Reduce", "Reduce", "Reduce");
    }

    @Test
    void wholeNumbersAreComputedWith() {
        check.input("x", new TensorType(DType.I32, List.of(BATCH, Dim.of(6))));
        check.node("Mul", "more", "x", check.graph().ints("three", new int[] {3}));
        check.node("Mod", "rest", "more", check.graph().ints("four", new int[] {4}));
        check.node("Equal", "same", "rest", "x");
        check.node("Cast", "y", "same").attribute("to", 1);
        check.node("Cast", "z", "rest").attribute("to", 1);
        check.output("y", rows(6)).output("z", rows(6));
        check.same(0, "Binary", "Binary", "Binary", "Cast", "Cast");
    }

    @Test
    void quantizedProductsAndConvolutions() {
        check.input("x", rows(2, 6, 5));
        check.node(
                "QuantizeLinear",
                "q",
                "x",
                check.number("scale", 0.01),
                check.graph().unsigned("zero", 128));
        check.node(
                "QLinearConv",
                "c",
                "q",
                "scale",
                "zero",
                check.graph().bytes("w", new byte[] {1, -2, 3, 4, -5, 6, 7, 8, -9, 1, 2, 3, 9, 8, 7, -6}, 2, 2, 2, 2),
                check.graph().floats("w.scale", new float[] {0.02F, 0.03F}, 2),
                check.graph().bytes("w.zero", new byte[] {0, 0}, 2),
                check.number("y.scale", 0.05),
                "zero",
                check.graph().ints("b", new int[] {40, -50}, 2));
        check.node("DequantizeLinear", "y", "c", "y.scale", "zero");
        check.output("y", rows(2, 5, 4));
        check.same(1e-5, "Quantize", "IntegerConv2d", "Binary", "Cast", "Binary", "Quantize", "Dequantize");

        open();
        check.input("x", rows(4));
        check.graph().node("dynamic", "DynamicQuantizeLinear", List.of("x"), List.of("q", "s", "z"));
        check.node(
                "MatMulInteger",
                "sums",
                "q",
                check.graph().bytes("w", new byte[] {1, -2, 3, 4, -5, 6, 7, 8}, 4, 2),
                "z");
        check.node("Cast", "real", "sums").attribute("to", 1);
        check.node("Mul", "y", "real", "s");
        check.output("y", rows(2));
        check.same(1e-5, "DynamicQuantize", "IntegerMatMul", "Cast", "Binary");
    }

    /** What is planned for parts of patterns takes no name from what is really there. */
    @Test
    void namesAreThoseOfTheFile() {
        check.input("x", rows(4, 6));
        check.node("Erf", "curve", "x");
        check.node("LeakyRelu", "y", "curve");
        check.output("y", rows(4, 6));
        var model = check.same(1e-5, "Unary", "Unary");
        assertEquals(
                List.of("curve", "y"),
                model.graph().applications().stream()
                        .map(hone.engine.graph.Node.Apply::name)
                        .toList());
    }

    /** Whether it trains is only known in a run, so it is not taken for one that infers. */
    @Test
    void dropoutThatMayTrainIsNotPassedOver() {
        check.input("x", rows(6));
        check.graph().input("mode", new TensorType(DType.BOOL, List.of()));
        check.node("Dropout", "y", "x", check.number("ratio", 0.5), "mode");
        check.output("y", rows(6));
        assertEquals(
                "[Dropout (node y: it drops elements when it infers, or its mask is asked for)]",
                trip.lowered(check.model()).notMapped().toString());
    }

    @Test
    void aWholeNumberIsNotDividedByZero() {
        check.input("x", new TensorType(DType.I32, List.of(BATCH, Dim.of(6))));
        check.node("Sub", "zeros", "x", "x");
        check.node("Div", "y", "x", "zeros");
        check.node("Cast", "z", "y").attribute("to", 1);
        check.output("z", rows(6));
        InvalidInput refused = assertThrows(InvalidInput.class, () -> check.same(0));
        assertTrue(refused.getMessage().contains("divide"), refused.getMessage());
        var model = trip.lowered(check.model()).require("test");
        InvalidInput here = assertThrows(InvalidInput.class, () -> trip.run(model, Map.of("x", trip.ids(5, 3, 6))));
        assertTrue(here.getMessage().contains("a whole number is divided by 0 (y)"), here.getMessage());
    }

    @Test
    void wholePowersWrapAround() {
        check.input("x", new TensorType(DType.I32, List.of(BATCH, Dim.of(6))));
        check.node("Pow", "y", "x", check.graph().ints("p", new int[] {0, 1, 2, 13, 15, 31}, 6));
        check.node("Mod", "z", "y", check.graph().ints("m", new int[] {1009}));
        check.node("Cast", "out", "z").attribute("to", 1);
        check.output("out", rows(6));
        check.same(0, "Binary", "Binary", "Cast");
    }
}
