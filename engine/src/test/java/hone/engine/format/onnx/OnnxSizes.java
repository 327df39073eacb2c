package hone.engine.format.onnx;

import static hone.engine.format.onnx.OnnxBytes.node;
import static hone.engine.format.onnx.OnnxBytes.text;
import static hone.engine.format.onnx.OnnxBytes.whole;

import hone.engine.badinput.Bad;
import java.util.ArrayList;
import java.util.List;

/** Models that ask for tensors of sizes that cannot be. */
final class OnnxSizes {
    private static final String FILE = OnnxBadFormat.FILE;

    private final List<Bad> all = new ArrayList<>();

    static List<Bad> all() {
        OnnxSizes made = new OnnxSizes();
        made.sizes();
        return List.copyOf(made.all);
    }

    private void add(String name, OnnxBytes graph) {
        all.add(Bad.file(name, FILE, graph.file(), ""));
    }

    private void either(String name, OnnxBytes graph) {
        all.add(Bad.file(name, FILE, graph.file(), "").orRead());
    }

    private static OnnxBytes sized(String operator, long... sizes) {
        return new OnnxBytes()
                .input("x", 1, 1)
                .floats("one", 1)
                .longs("sizes", sizes)
                .add(
                        operator.equals("ConstantOfShape")
                                ? node(operator, "sizes", "y")
                                : node(operator, "one,sizes", "y"))
                .output("y");
    }

    private void sizes() {
        for (String operator : List.of("ConstantOfShape", "Expand", "Tile", "Reshape", "Pad")) {
            add(operator + " to 2^31-1", sized(operator, Integer.MAX_VALUE));
            add(operator + " to 2^40", sized(operator, 1L << 40));
            add(operator + " to 2^63-1", sized(operator, Long.MAX_VALUE));
            add(operator + " to 2^30 by 2^30", sized(operator, 1 << 30, 1 << 30));
            add(operator + " to 2^32 by 2^32", sized(operator, 1L << 32, 1L << 32));
            add(operator + " to -2", sized(operator, -2));
            add(operator + " of rank 40", sized(operator, new long[40]));
        }
        add("ConstantOfShape of 2^27", sized("ConstantOfShape", 1 << 27));
        OnnxBytes many = new OnnxBytes().input("x", 1, 1).longs("sizes", 1_000_000);
        for (int i = 0; i < 200; i++) {
            many.add(node("ConstantOfShape", "sizes", "y" + i));
        }
        add("200 times a million", many.output("y0"));
        add("Range to 2^62", range(0, 1L << 62, 1));
        add("Range by 0", range(0, 9, 0));
        either("Range backwards", range(9, 0, 1));
        OnnxBytes depth = new OnnxBytes()
                .input("x", 1, 1)
                .longs("i", 1)
                .scalar("depth", 1L << 40)
                .floats("v", 0, 1);
        add("OneHot of 2^40", depth.add(node("OneHot", "i,depth,v", "y")).output("y"));
        OnnxBytes scaled = new OnnxBytes().input("x", 1, 1, 1, 2, 2).floats("s", 1, 1, 1e6F, 1e6F);
        add(
                "Resize by a million",
                scaled.add(node("Resize", "x,,s", "y", text("mode", "linear"))).output("y"));
        OnnxBytes nan = new OnnxBytes().input("x", 1, 1, 1, 2, 2).floats("s", 1, 1, Float.NaN, Float.POSITIVE_INFINITY);
        either(
                "Resize by NaN",
                nan.add(node("Resize", "x,,s", "y", text("mode", "cubic"))).output("y"));
        either("Unsqueeze 40 times", axes("Unsqueeze", 40));
        either(
                "Squeeze an axis of 2^40",
                new OnnxBytes()
                        .input("x", 1, 1)
                        .longs("a", 1L << 40)
                        .add(node("Squeeze", "x,a", "y"))
                        .output("y"));
        OnnxBytes blocks = new OnnxBytes().input("x", 1, 1, 4, 2, 2);
        either(
                "DepthToSpace by 0",
                blocks.add(node("DepthToSpace", "x", "y", whole("blocksize", 0)))
                        .output("y"));
        OnnxBytes less = new OnnxBytes().input("x", 1, 1, 4, 2, 2);
        either(
                "SpaceToDepth by -1",
                less.add(node("SpaceToDepth", "x", "y", whole("blocksize", -1))).output("y"));
        either(
                "Split into 2^31",
                new OnnxBytes()
                        .input("x", 1, 4)
                        .add(node("Split", "x", "y", whole("num_outputs", 1L << 31)))
                        .output("y"));
        either(
                "an input of 2^30",
                new OnnxBytes()
                        .input("x", 1, 1 << 30)
                        .add(node("Relu", "x", "y"))
                        .output("y"));
        either(
                "an input of 999,999,999",
                new OnnxBytes()
                        .input("x", 1, 999_999_999)
                        .add(node("Relu", "x", "y"))
                        .output("y"));
    }

    private static OnnxBytes range(long from, long to, long step) {
        return new OnnxBytes()
                .input("x", 1, 1)
                .scalar("from", from)
                .scalar("to", to)
                .scalar("step", step)
                .add(node("Range", "from,to,step", "y"))
                .output("y");
    }

    private static OnnxBytes axes(String operator, int count) {
        long[] axes = new long[count];
        for (int i = 0; i < count; i++) {
            axes[i] = i;
        }
        return new OnnxBytes()
                .input("x", 1, 1)
                .longs("a", axes)
                .add(node(operator, "x,a", "y"))
                .output("y");
    }
}
