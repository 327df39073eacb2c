package hone.engine.format.onnx;

import static hone.engine.format.onnx.OnnxBytes.graphOf;
import static hone.engine.format.onnx.OnnxBytes.node;
import static hone.engine.format.onnx.OnnxBytes.text;
import static hone.engine.format.onnx.OnnxBytes.whole;
import static hone.engine.format.onnx.OnnxBytes.wholes;

import hone.engine.badinput.Bad;
import hone.engine.format.onnx.proto.Message;
import java.util.ArrayList;
import java.util.List;

/** Models that would take hours, or the memory of a much larger machine, if they were let. */
final class OnnxWork {
    private static final String FILE = OnnxBadFormat.FILE;

    private final List<Bad> all = new ArrayList<>();

    static List<Bad> all() {
        OnnxWork made = new OnnxWork();
        made.work();
        made.loops();
        made.functions();
        return List.copyOf(made.all);
    }

    private void add(String name, OnnxBytes graph) {
        all.add(Bad.file(name, FILE, graph.file(), ""));
    }

    private void either(String name, OnnxBytes graph) {
        all.add(Bad.file(name, FILE, graph.file(), "").orRead());
    }

    /** Two tensors of ones, of these sizes, and an operator on them. */
    private static OnnxBytes pair(long[] left, long[] right, Message operator) {
        return new OnnxBytes()
                .input("x", 1, 1)
                .longs("ls", left)
                .longs("rs", right)
                .add(node("ConstantOfShape", "ls", "l"))
                .add(node("ConstantOfShape", "rs", "r"))
                .add(operator)
                .output("y");
    }

    private void work() {
        long[] square = {1_800, 1_800};
        add("MatMul of 1,800^3", pair(square, square, node("MatMul", "l,r", "y")));
        add("Gemm of 1,800^3", pair(square, square, node("Gemm", "l,r", "y")));
        add(
                "MatMul of 2^11 by 1 by 2^21",
                pair(new long[] {1 << 11, 1}, new long[] {1, 1 << 21}, node("MatMul", "l,r", "y")));
        add(
                "Einsum of 2,000^3",
                pair(
                        new long[] {1500, 1500},
                        new long[] {1500, 1500},
                        node("Einsum", "l,r", "y", text("equation", "ij,jk->"))));
        add(
                "Conv of 1,000 by 1,000 windows",
                pair(new long[] {1, 1, 1_500, 1_500}, new long[] {1, 1, 700, 700}, node("Conv", "l,r", "y")));
        add(
                "ConvTranspose of 1,000 by 1,000",
                pair(new long[] {1, 1, 700, 700}, new long[] {1, 1, 700, 700}, node("ConvTranspose", "l,r", "y")));
        add(
                "AveragePool of 1,000 by 1,000",
                pair(
                        new long[] {1, 1, 1_500, 1_500},
                        new long[] {1},
                        node("AveragePool", "l", "y", wholes("kernel_shape", 700, 700))));
        add(
                "MaxPool of 2^31-1",
                pair(
                        new long[] {1, 1, 4, 4},
                        new long[] {1},
                        node("MaxPool", "l", "y", wholes("kernel_shape", Integer.MAX_VALUE, 2))));
        add(
                "MaxPool padded by 2^30",
                pair(
                        new long[] {1, 1, 4, 4},
                        new long[] {1},
                        node(
                                "MaxPool",
                                "l",
                                "y",
                                wholes("kernel_shape", 2, 2),
                                wholes("pads", 1 << 30, 1 << 30, 0, 0))));
        add(
                "Conv with dilations of 2^31-1",
                pair(
                        new long[] {1, 1, 4, 4},
                        new long[] {1, 1, 2, 2},
                        node("Conv", "l,r", "y", wholes("dilations", Integer.MAX_VALUE, Integer.MAX_VALUE))));
        for (long bad : new long[] {0, -1, 1L << 40}) {
            add(
                    "Conv with strides of " + bad,
                    pair(
                                    new long[] {1, 1, 4, 4},
                                    new long[] {1, 1, 2, 2},
                                    node("Conv", "l,r", "y", wholes("strides", bad, bad)))
                            .scalar("u" + bad, 1));
            either(
                    "Conv in groups of " + bad,
                    pair(
                            new long[] {1, 1, 4, 4},
                            new long[] {1, 1, 2, 2},
                            node("Conv", "l,r", "y", whole("group", bad))));
            either(
                    "ConvTranspose with strides of " + bad,
                    pair(
                            new long[] {1, 1, 4, 4},
                            new long[] {1, 1, 2, 2},
                            node("ConvTranspose", "l,r", "y", wholes("strides", bad, bad))));
            either(
                    "LRN over " + bad,
                    pair(new long[] {1, 1, 4, 4}, new long[] {1}, node("LRN", "l", "y", whole("size", bad))));
        }
        add(
                "LRN over 2,000 channels",
                pair(new long[] {1, 3_000, 30, 30}, new long[] {1}, node("LRN", "l", "y", whole("size", 3_000))));
        add(
                "LSTM of 1,000",
                pair(
                                new long[] {900, 1, 400},
                                new long[] {1, 4_000, 400},
                                node("LSTM", "l,r,back", ",y", whole("hidden_size", 1_000)))
                        .longs("bs", 1, 4_000, 1_000)
                        .raw(1, node("ConstantOfShape", "bs", "back")));
        either(
                "TopK of three million",
                pair(new long[] {3_000_000}, new long[] {1}, node("TopK", "l,k", "y,"))
                        .longs("k", 3_000_000));
        either(
                "Compress of three million",
                pair(new long[] {3_000_000}, new long[] {3_000_000}, node("Compress", "l,c", "y", whole("axis", 0)))
                        .raw(1, node("Cast", "r", "c", whole("to", 9))));
        either(
                "SplitToSequence of three million",
                pair(new long[] {3_000_000}, new long[] {1}, node("SplitToSequence", "l", "q"))
                        .raw(1, node("SequenceLength", "q", "y")));
    }

    private static OnnxBytes loop(OnnxBytes body, long trips, String outputs) {
        return new OnnxBytes()
                .input("x", 1, 2)
                .scalar("trips", trips)
                .truth("yes")
                .floats("start", 1, 2)
                .add(node("Loop", "trips,yes,start", outputs, graphOf("body", body)));
    }

    private static OnnxBytes body(Message... nodes) {
        OnnxBytes body =
                new OnnxBytes().input("i", 7).input("go", 9).input("state", 1).add(node("Identity", "go", "still"));
        for (Message node : nodes) {
            body.add(node);
        }
        return body.output("still").output("next");
    }

    private void loops() {
        OnnxBytes plain = body(node("Relu", "state", "next"));
        add("a loop of 2^62", loop(plain, 1L << 62, "y").output("y"));
        either(
                "a loop of -1",
                loop(body(node("Relu", "state", "next")), -1, "y").output("y"));
        OnnxBytes endless = new OnnxBytes()
                .input("x", 1, 2)
                .truth("yes")
                .floats("start", 1)
                .add(node("Loop", ",yes,start", "y", graphOf("body", body(node("Relu", "state", "next")))))
                .output("y");
        add("an endless loop", endless);
        OnnxBytes inner = body(node("Relu", "state", "next"));
        OnnxBytes outer = body(node("Loop", "trips,yes,state", "next", graphOf("body", inner)));
        add("a loop of 10^5 in one of 10^5", loop(outer, 100_000, "y").output("y"));
        add(
                "a loop that doubles",
                loop(body(node("Concat", "state,state", "next", whole("axis", 0))), 60, "y")
                        .output("y"));
        OnnxBytes texts = new OnnxBytes()
                .input("x", 1, 2)
                .scalar("trips", 60)
                .truth("yes")
                .constant(
                        new Message().number(1, 1).number(2, 8).text(8, "start").text(6, "abcdefgh"))
                .add(node(
                        "Loop",
                        "trips,yes,start",
                        "y",
                        graphOf("body", body(node("StringConcat", "state,state", "next")))))
                .output("y");
        all.add(Bad.file("a loop that doubles a text", FILE, texts.file(20), ""));
        OnnxBytes wide = body(node("ConstantOfShape", "big", "next")).output("next");
        add(
                "a loop that keeps a million each",
                loop(wide, 1_000, "last,y").longs("big", 1_000_000).output("y"));
        OnnxBytes grows = body(node("SequenceInsert", "state,item", "next"));
        add(
                "a loop that fills a sequence",
                new OnnxBytes()
                        .input("x", 1, 2)
                        .scalar("trips", 1_000_000)
                        .truth("yes")
                        .floats("item", 1)
                        .add(node("SequenceEmpty", "", "start"))
                        .add(node("Loop", "trips,yes,start", "q", graphOf("body", grows)))
                        .add(node("SequenceLength", "q", "y"))
                        .output("y"));
        OnnxBytes ifs = new OnnxBytes().input("x", 1, 2).truth("yes");
        for (int i = 0; i < 4_000; i++) {
            OnnxBytes branch = new OnnxBytes().add(node("Relu", "x", "t")).output("t");
            ifs.add(node("If", "yes", "y" + i, graphOf("then_branch", branch), graphOf("else_branch", branch)));
        }
        either("4,000 choices", ifs.output("y7"));
    }

    /** A function that calls itself twice would run 2^40 times. */
    private void functions() {
        Message twice = new Message()
                .text(1, "F")
                .text(10, "own")
                .text(4, "a")
                .text(5, "o")
                .message(7, node("F", "a", "b").text(7, "own"))
                .message(7, node("F", "b", "o").text(7, "own"))
                .message(9, OnnxBytes.opset("", 18))
                .message(9, OnnxBytes.opset("own", 1));
        Message model = new OnnxBytes()
                .input("x", 1, 2)
                .add(node("F", "x", "y").text(7, "own"))
                .output("y")
                .model(OnnxBytes.opset("", 18), OnnxBytes.opset("own", 1))
                .message(25, twice);
        all.add(Bad.file("a function that calls itself", FILE, model.toBytes(), "deeper than"));
        Message chain = new OnnxBytes()
                .input("x", 1, 2)
                .add(node("F0", "x", "y").text(7, "own"))
                .output("y")
                .model(OnnxBytes.opset("", 18), OnnxBytes.opset("own", 1));
        for (int i = 0; i < 36; i++) {
            String next = i == 35 ? "Relu" : "F" + (i + 1);
            String domain = i == 35 ? "" : "own";
            chain.message(
                    25,
                    new Message()
                            .text(1, "F" + i)
                            .text(10, "own")
                            .text(4, "a")
                            .text(5, "o")
                            .message(7, node(next, "a", "b").text(7, domain))
                            .message(7, node(next, "b", "o").text(7, domain))
                            .message(9, OnnxBytes.opset("", 18))
                            .message(9, OnnxBytes.opset("own", 1)));
        }
        all.add(Bad.file("36 functions that call the next twice", FILE, chain.toBytes(), "too long"));
    }
}
