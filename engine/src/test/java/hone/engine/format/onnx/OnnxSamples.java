package hone.engine.format.onnx;

import static hone.engine.format.onnx.OnnxBytes.graphOf;
import static hone.engine.format.onnx.OnnxBytes.node;
import static hone.engine.format.onnx.OnnxBytes.text;
import static hone.engine.format.onnx.OnnxBytes.whole;
import static hone.engine.format.onnx.OnnxBytes.wholes;

import java.util.List;

/** Small models of many operators that run, for the mutator to damage. */
final class OnnxSamples {
    static final List<String> WORDS = List.of(
            "MatMul",
            "Gemm",
            "Conv",
            "ConvTranspose",
            "MaxPool",
            "AveragePool",
            "Reshape",
            "Expand",
            "Tile",
            "Pad",
            "Resize",
            "Loop",
            "If",
            "Scan",
            "Range",
            "ConstantOfShape",
            "Concat",
            "Split",
            "Gather",
            "ScatterND",
            "Slice",
            "TopK",
            "OneHot",
            "Einsum",
            "Cast",
            "Where",
            "axis",
            "axes",
            "pads",
            "strides",
            "dilations",
            "kernel_shape",
            "group",
            "perm",
            "to",
            "mode",
            "body");

    private OnnxSamples() {}

    static List<byte[]> all() {
        return List.of(layers(), shapes(), loop(), windows());
    }

    private static byte[] layers() {
        return new OnnxBytes()
                .input("x", 1, 2, 3)
                .constant(OnnxBytes.tensor("w", 1, OnnxBytes.floats(1, 2, 3, 4, 5, 6), 3, 2))
                .floats("b", 1, -1)
                .add(node("MatMul", "x,w", "m"))
                .add(node("Add", "m,b", "a"))
                .add(node("Gemm", "x,w,b", "g", whole("transB", 0)))
                .add(node("Mul", "a,g", "p"))
                .add(node("Softmax", "p", "s", whole("axis", -1)))
                .add(node("ReduceSum", "s", "r", whole("keepdims", 0)))
                .add(node("Cast", "s", "c", whole("to", 7)))
                .add(node("Einsum", "x,w", "e", text("equation", "ij,jk->ik")))
                .output("r")
                .output("e")
                .file(11);
    }

    private static byte[] shapes() {
        return new OnnxBytes()
                .input("x", 1, 2, 3)
                .longs("six", 6)
                .longs("wide", 4, 1, 6)
                .longs("twice", 2, 1)
                .longs("edges", 0, 1, 2, 0)
                .longs("starts", 1)
                .longs("ends", 3)
                .longs("two", 2)
                .scalar("from", 0)
                .scalar("to", 6)
                .scalar("step", 2)
                .add(node("Reshape", "x,six", "flat"))
                .add(node("Expand", "flat,wide", "e"))
                .add(node("Tile", "x,twice", "t"))
                .add(node("Pad", "x,edges", "p"))
                .add(node("Slice", "flat,starts,ends", "s"))
                .add(node("TopK", "flat,two", "v,i"))
                .add(node("Range", "from,to,step", "r"))
                .add(node("ConstantOfShape", "wide", "z"))
                .add(node("Gather", "flat,r", "g", whole("axis", 0)).text(3, "g"))
                .add(node("Transpose", "x", "u", wholes("perm", 1, 0)))
                .add(node("Concat", "flat,s", "c", whole("axis", 0)))
                .add(node("Split", "flat", "h1,h2", whole("num_outputs", 2)))
                .output("e")
                .output("t")
                .output("p")
                .output("c")
                .output("u")
                .output("h1")
                .file();
    }

    private static byte[] loop() {
        OnnxBytes body = new OnnxBytes()
                .input("i", 7)
                .input("go", 9)
                .input("state", 1, 2)
                .add(node("Add", "state,state", "next"))
                .add(node("Identity", "go", "still"))
                .add(node("Identity", "next", "out"))
                .output("still")
                .output("next")
                .output("out");
        OnnxBytes yes = new OnnxBytes().add(node("Relu", "x", "t")).output("t");
        OnnxBytes no = new OnnxBytes().add(node("Neg", "x", "f")).output("f");
        return new OnnxBytes()
                .input("x", 1, 2)
                .scalar("trips", 5)
                .floats("start", 1, 2)
                .truth("yes")
                .add(node("Loop", "trips,yes,start", "last,all", graphOf("body", body)))
                .add(node("If", "yes", "c", graphOf("then_branch", yes), graphOf("else_branch", no)))
                .add(node("SequenceConstruct", "x,last", "q"))
                .add(node("ConcatFromSequence", "q", "j", whole("axis", 0)))
                .output("all")
                .output("c")
                .output("j")
                .file();
    }

    private static byte[] windows() {
        return new OnnxBytes()
                .input("x", 1, 1, 1, 4, 4)
                .constant(OnnxBytes.tensor("w", 1, OnnxBytes.floats(1, 2, 3, 4), 1, 1, 2, 2))
                .floats("scales", 1, 1, 2, 2)
                .add(node("Conv", "x,w", "c", wholes("pads", 1, 1, 0, 0), wholes("strides", 1, 1)))
                .add(node("ConvTranspose", "x,w", "t", wholes("strides", 2, 2), whole("group", 1)))
                .add(node("MaxPool", "c", "p", wholes("kernel_shape", 2, 2), wholes("dilations", 1, 1)))
                .add(node("AveragePool", "c", "v", wholes("kernel_shape", 2, 2), text("auto_pad", "SAME_UPPER")))
                .add(node("Resize", "x,,scales", "r", text("mode", "linear")))
                .output("p")
                .output("v")
                .output("t")
                .output("r")
                .file();
    }
}
