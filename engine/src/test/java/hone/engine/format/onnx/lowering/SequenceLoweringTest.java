package hone.engine.format.onnx.lowering;

import static org.junit.jupiter.api.Assertions.assertEquals;

import hone.engine.model.Model;
import hone.engine.tensor.DType;
import hone.engine.tensor.Dim;
import hone.engine.tensor.Shape;
import hone.engine.tensor.TensorType;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Sequences as other programs write them: normalizations, attention, tables of rows and positions. */
class SequenceLoweringTest {
    private static final Dim BATCH = Dim.symbol("batch", 8);
    private static final Dim SEQ = Dim.symbol("seq", 8);

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

    private void sequences(long width) {
        check.input("x", TensorType.f32(BATCH, SEQ, Dim.of(width)));
    }

    @Test
    void normalizationsAndActivationsWrittenOutAreRecognized() {
        sequences(6);
        check.node("ReduceMean", "mean", "x", check.graph().longs("last", -1));
        check.node("Sub", "d", "x", "mean");
        check.node("Pow", "squares", "d", check.number("two", 2));
        check.node("ReduceMean", "variance", "squares", "last");
        check.node("Add", "shifted", "variance", check.number("epsilon", 1e-5));
        check.node("Sqrt", "root", "shifted");
        check.node("Div", "normal", "d", "root");
        check.node("Mul", "scaled", "normal", check.positive("w", 6));
        check.node("Add", "norm", "scaled", check.numbers("b", 6));
        // GELU with the error function
        check.node("Div", "part", "norm", check.number("root2", Math.sqrt(2)));
        check.node("Erf", "erf", "part");
        check.node("Add", "one", "erf", check.number("1", 1));
        check.node("Mul", "times", "norm", "one");
        check.node("Mul", "exact", "times", check.number("half", 0.5));
        // and with the hyperbolic tangent
        check.node("Pow", "cube", "exact", check.number("three", 3));
        check.node("Mul", "small", "cube", check.number("c", 0.044715));
        check.node("Add", "poly", "exact", "small");
        check.node("Mul", "arg", "poly", check.number("p", Math.sqrt(2 / Math.PI)));
        check.node("Tanh", "tanh", "arg");
        check.node("Add", "one2", "tanh", "1");
        check.node("Mul", "halved", "exact", "half");
        check.node("Mul", "approximate", "halved", "one2");
        // RMS normalization through a reciprocal
        check.node("Mul", "squares2", "approximate", "approximate");
        check.node("ReduceMean", "mean2", "squares2", "last");
        check.node("Add", "shifted2", "mean2", "epsilon");
        check.node("Sqrt", "root2b", "shifted2");
        check.node("Reciprocal", "inverse", "root2b");
        check.node("Mul", "normal2", "approximate", "inverse");
        check.node("Mul", "y", "w", "normal2");
        check.output("y", TensorType.f32(BATCH, SEQ, Dim.of(6)));
        check.same(2e-5, "LayerNorm", "Gelu", "Gelu", "RmsNorm");
    }

    @Test
    void anotherAttentionOverSequencesOfAnyLengthIsRecognized() {
        sequences(8);
        // One product for queries, keys and values over one long matrix, as GPT-2 is exported
        check.node("Reshape", "rows", "x", check.graph().longs("long", -1, 8));
        check.node("Gemm", "long.qkv", "rows", check.numbers("qkv.w", 8, 24), check.numbers("qkv.b", 24));
        check.node("Shape", "sizes", "x");
        check.node(
                "Slice",
                "leading",
                "sizes",
                check.graph().longs("from", 0),
                check.graph().longs("to", 2));
        check.node("Concat", "wide", "leading", check.graph().longs("width", 24))
                .attribute("axis", 0);
        check.node("Reshape", "qkv", "long.qkv", "wide");
        check.graph()
                .node("split", "Split", List.of("qkv", check.graph().longs("parts", 8, 8, 8)), List.of("q", "k", "v"))
                .attribute("axis", 2);
        check.graph().longs("apart", 0, 0, 2, 4);
        for (String part : List.of("q", "k", "v")) {
            check.node("Reshape", part + "h", part, "apart");
            check.node("Transpose", part + "t", part + "h").attribute("perm", List.of(0L, 2L, 1L, 3L));
        }
        check.node("Transpose", "kk", "kt").attribute("perm", List.of(0L, 1L, 3L, 2L));
        check.node("MatMul", "scores", "qt", "kk");
        check.node("Div", "scaled", "scores", check.number("two", 2));
        // A causal mask that is made of the sequence's length and chooses
        check.node("Gather", "seq", "sizes", check.graph().whole("one", 1)).attribute("axis", 0);
        check.node("Range", "places", check.graph().whole("zero", 0), "seq", "one");
        check.node("Unsqueeze", "column", "places", check.graph().longs("axis", 1));
        check.node("LessOrEqual", "seen", "places", "column");
        check.node("Where", "masked", "seen", "scaled", check.number("hidden", -3e38));
        check.node("Softmax", "weights", "masked").attribute("axis", -1);
        check.node("MatMul", "sums", "weights", "vt");
        check.node("Transpose", "back", "sums").attribute("perm", List.of(0L, 2L, 1L, 3L));
        check.node("Reshape", "y", "back", check.graph().longs("together", 0, 0, 8));
        check.output("y", TensorType.f32(BATCH, SEQ, Dim.of(8)));
        check.same(1e-5, "Linear", "Linear", "Linear", "Attention");
    }

    @Test
    void wideIdsGatherRowsAndPositionsLimitASequence() {
        check.input("ids", new TensorType(DType.I64, List.of(BATCH, SEQ)));
        check.input("position", TensorType.of(DType.I64, Shape.of(1)));
        check.node("Gather", "rows", check.numbers("table", 5, 6), "ids");
        check.node("Shape", "sizes", "ids");
        check.node("Gather", "seq", "sizes", check.graph().whole("one", 1)).attribute("axis", 0);
        check.node("Range", "steps", check.graph().whole("zero", 0), "seq", "one");
        check.node("Add", "places", "position", "steps");
        check.node("Gather", "learnt", check.numbers("positions", 7, 6), "places");
        check.node("Add", "y", "rows", "learnt");
        check.output("y", TensorType.f32(BATCH, SEQ, Dim.of(6)));
        Model model = check.same(1e-6, "Embedding", "PositionEmbedding");
        assertEquals(
                7,
                model.graph()
                        .type(model.graph().find("ids").orElseThrow())
                        .dim(1)
                        .max());
    }

    @Test
    void positionsOfSequencesOfOneLengthAreATable() {
        check.input("x", TensorType.f32(BATCH, Dim.of(5), Dim.of(6)));
        check.node("Add", "learnt", check.numbers("table", 1, 5, 6), "x");
        check.node("Gather", "rows", check.numbers("more", 9, 6), check.graph().longs("places", 0, 1, 2, 3, 4));
        check.node("Add", "y", "learnt", "rows");
        check.output("y", TensorType.f32(BATCH, Dim.of(5), Dim.of(6)));
        check.same(1e-6, "PositionEmbedding", "PositionEmbedding");

        open();
        sequences(6);
        check.node("Shape", "sizes", "x");
        check.node("Gather", "seq", "sizes", check.graph().whole("one", 1)).attribute("axis", 0);
        check.node("Range", "steps", check.graph().whole("zero", 0), "seq", "one");
        check.node("Gather", "rows", check.numbers("table", 7, 6), "steps");
        check.node("Add", "y", "x", "rows");
        check.output("y", TensorType.f32(BATCH, SEQ, Dim.of(6)));
        Model model = check.same(1e-6, "PositionEmbedding");
        assertEquals(7, model.graph().inputs().getFirst().type().dim(1).max());
    }
}
