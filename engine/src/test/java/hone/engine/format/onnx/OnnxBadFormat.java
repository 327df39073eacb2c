package hone.engine.format.onnx;

import hone.engine.Cancellation;
import hone.engine.badinput.Bad;
import hone.engine.badinput.BadFormat;
import hone.engine.format.onnx.proto.Message;
import hone.engine.memory.MemoryBudget;
import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** ONNX files, read and looked over but not run. */
public final class OnnxBadFormat implements BadFormat {
    static final String FILE = "model.onnx";

    private final List<Bad> all = new ArrayList<>();

    @Override
    public String name() {
        return "ONNX";
    }

    @Override
    public List<Bad> bad() {
        all.clear();
        wire();
        messages();
        tensors();
        graphs();
        many();
        return List.copyOf(all);
    }

    private void add(String name, byte[] file, String reason) {
        all.add(Bad.file(name, FILE, file, reason));
    }

    private void add(String name, OnnxBytes graph, String reason) {
        add(name, graph.file(), reason);
    }

    private void wire() {
        add("empty", new byte[0], "it has no graph");
        add("zeros", new byte[200], "no field number 0");
        add("a text", "this is no protobuf, not at all".getBytes(StandardCharsets.UTF_8), "");
        add("a group", new byte[] {0x7B, 0x7C}, "no wire type 3");
        add("wire type 6", new byte[] {0x7E}, "no wire type 6");
        add("wire type 7", new byte[] {0x7F}, "no wire type 7");
        add("field 2^29", new byte[] {-128, -128, -128, -128, 16, 0}, "no field number");
        byte[] eleven = new byte[12];
        Arrays.fill(eleven, (byte) 0x80);
        add("a number of 11 bytes", eleven, "more than 10 bytes");
        add("a number cut", new byte[] {8, -1}, "middle of a number");
        add("a length past the end", new byte[] {0x3A, 100, 0}, "claims 100 bytes");
        add("a length of 2^31", new byte[] {0x3A, -128, -128, -128, -128, 8}, "claims 2147483648");
        add(
                "a length of 2^64-1",
                new byte[] {0x3A, -1, -1, -1, -1, -1, -1, -1, -1, -1, 1},
                "claims 18446744073709551615");
        add("eight bytes that are four", new byte[] {0x09, 1, 2, 3, 4}, "");
        add("the graph as a number", new byte[] {0x38, 1}, "wire type 0 where 2");
        add("the version as a message", new byte[] {0x0A, 1, 1}, "wire type 2 where 0");
        byte[] good = small().file();
        add("bytes after it", Arrays.copyOf(good, good.length + 3), "no field number 0");
        add("twice", twice(good), "");
    }

    private static byte[] twice(byte[] once) {
        byte[] both = Arrays.copyOf(once, 2 * once.length);
        System.arraycopy(once, 0, both, once.length, once.length);
        return both;
    }

    private void messages() {
        OnnxBytes graph = small();
        add("opset 0", graph.file(0), "version 0");
        add("opset 2^40", small().file(1L << 40), "version 1099511627776");
        add("negative opset", small().file(-1), "version -1");
        add(
                "two opsets",
                small().model(OnnxBytes.opset("", 9), OnnxBytes.opset("ai.onnx", 9))
                        .toBytes(),
                "twice");
        add("a node without operator", small().add(new Message().text(1, "x")), "no operator");
        add("a long name", small().add(OnnxBytes.node("Relu", "x", "n".repeat(2_000))), "2000 bytes");
        byte[] odd = small().file();
        odd[new String(odd, StandardCharsets.ISO_8859_1).indexOf("Relu")] = (byte) 0xFF;
        add("a name that is not UTF-8", odd, "not UTF-8");
        Message attribute = OnnxBytes.whole("axis", 1);
        add("an attribute twice", small().add(OnnxBytes.node("Softmax", "x", "z", attribute, attribute)), "twice");
        add("a sparse constant", small().raw(15, new Message()), "sparse");
        Message sparse = new Message().text(1, "value").message(22, new Message());
        add("a sparse attribute", small().add(OnnxBytes.node("Constant", "", "z", sparse)), "sparse");
        OnnxBytes deep = new OnnxBytes();
        for (int i = 0; i < 40; i++) {
            deep = new OnnxBytes().add(OnnxBytes.node("If", "c", "y" + i, OnnxBytes.graphOf("then_branch", deep)));
        }
        add("40 graphs in one another", deep, "deeper than 32");
        add(
                "a second graph",
                small().model(OnnxBytes.opset("", 9))
                        .message(7, small().graph())
                        .toBytes(),
                "second graph");
    }

    private void tensors() {
        byte[] four = new byte[4];
        tensor("rank 9", OnnxBytes.tensor("w", 1, four, 1, 1, 1, 1, 1, 1, 1, 1, 1), "more than 8 dimensions");
        tensor("2^31 by 2^31 by 4", OnnxBytes.tensor("w", 1, four, 1L << 31, 1L << 31, 4), "overflow");
        tensor("2^62", OnnxBytes.tensor("w", 1, four, 1L << 62), "overflow");
        tensor("2^16 by 2^16", OnnxBytes.tensor("w", 1, four, 1 << 16, 1 << 16), "were due");
        tensor("a negative size", OnnxBytes.tensor("w", 1, four, -1), "negative");
        tensor("too few bytes", OnnxBytes.tensor("w", 1, four, 2), "where 8 were due");
        tensor("too many bytes", OnnxBytes.tensor("w", 1, new byte[12], 2), "where 8 were due");
        tensor("type 0", OnnxBytes.tensor("w", 0, four, 1), "element type 0");
        tensor("type 99", OnnxBytes.tensor("w", 99, four, 1), "element type 99");
        tensor("complex numbers", OnnxBytes.tensor("w", 14, new byte[8], 1), "element type 14");
        tensor("texts in bytes", OnnxBytes.tensor("w", 8, four, 1), "");
        tensor("three of four listed", listed(3), "has 3 elements");
        tensor("five of four listed", listed(5), "has 5 elements");
        tensor("external by its place", OnnxBytes.tensor("w", 1, four, 1).number(14, 1), "another file");
        Message path = new Message().text(1, "location").text(2, "/etc/passwd");
        tensor("external by its path", OnnxBytes.tensor("w", 1, four, 1).message(13, path), "another file");
        tensor(
                "a list that is cut",
                new Message().number(1, 1).number(2, 1).text(8, "w").bytes(4, bytes(3)),
                "");
        all.add(Bad.either(
                "NaN weights",
                Map.of(
                        FILE,
                        small().constant(OnnxBytes.tensor("w", 1, nan(), 2)).file())));
    }

    private static byte[] nan() {
        return OnnxBytes.floats(Float.NaN, Float.POSITIVE_INFINITY);
    }

    private static MemorySegment bytes(int count) {
        return MemorySegment.ofArray(new byte[count]);
    }

    private static Message listed(int count) {
        return new Message().number(1, 4).number(2, 1).text(8, "w").bytes(4, bytes(4 * count));
    }

    private void tensor(String name, Message tensor, String reason) {
        add(name, small().constant(tensor), reason);
        OnnxBytes inNode = small().add(OnnxBytes.node("Constant", "", "z", OnnxBytes.tensorOf("value", tensor)));
        add(name + " in a node", inNode, reason);
    }

    private void graphs() {
        add("a cycle of one", small().add(OnnxBytes.node("Relu", "a", "a")), "nothing before it makes");
        OnnxBytes two = small().add(OnnxBytes.node("Relu", "b", "a")).add(OnnxBytes.node("Relu", "a", "b"));
        add("a cycle of two", two, "nothing before it makes");
        add("a value from nowhere", small().add(OnnxBytes.node("Relu", "nowhere", "z")), "uses nowhere");
        add("a value made twice", small().add(OnnxBytes.node("Relu", "x", "y")), "is made already");
        add("a value that is an input", small().add(OnnxBytes.node("Relu", "x", "x")), "is made already");
        add("an output from nowhere", small().output("nowhere"), "nothing makes it");
        add("two inputs of one name", small().input("x", 1, 2), "two inputs");
        add("two constants of one name", small().floats("w", 1).floats("w", 1), "two constants");
        add("a constant without name", small().floats("", 1), "has none");
        OnnxBytes inner =
                new OnnxBytes().add(OnnxBytes.node("Relu", "nowhere", "i")).output("i");
        Message branch = OnnxBytes.graphOf("then_branch", inner);
        add("a value from nowhere inside", small().add(OnnxBytes.node("If", "x", "z", branch)), "uses nowhere");
        Message function =
                new Message().text(1, "F").text(10, "own").text(5, "o").message(7, OnnxBytes.node("Relu", "q", "o"));
        Message model =
                small().model(OnnxBytes.opset("", 9), OnnxBytes.opset("own", 1)).message(25, function);
        add("a function of what it is not given", model.toBytes(), "uses q");
    }

    /** Small things, a great many of them. */
    private void many() {
        OnnxBytes nodes = new OnnxBytes();
        OnnxBytes constants = new OnnxBytes();
        OnnxBytes branches = small();
        Message names = new Message().text(4, "Concat");
        Message inner = OnnxBytes.graphOf(
                "then_branch",
                new OnnxBytes().add(OnnxBytes.node("Relu", "x", "i")).output("i"));
        for (int i = 0; i < 100_000; i++) {
            nodes.add(new Message().text(4, "R"));
            constants.constant(new Message().number(2, 1).number(1, 0).text(8, "c" + i));
            names.text(1, "");
            if (i < 12_000) {
                branches.add(OnnxBytes.node("If", "x", "b" + i, inner));
            }
        }
        all.add(Bad.file("100,000 nodes", FILE, nodes.output("y").file(), ""));
        all.add(Bad.file("100,000 empty constants", FILE, constants.output("c1").file(), "")
                .orRead());
        all.add(Bad.file("100,000 inputs of one node", FILE, small().add(names).file(), "")
                .orRead());
        all.add(Bad.file("12,000 nodes with graphs", FILE, branches.file(), "").orRead());
        long[] numbers = new long[500_000];
        Message axes = OnnxBytes.wholes("axes", numbers);
        all.add(Bad.file(
                        "500,000 axes",
                        FILE,
                        small().add(OnnxBytes.node("Squeeze", "x", "z", axes)).file(),
                        "")
                .orRead());
        byte[] fields = new byte[2_000_000];
        Arrays.fill(fields, (byte) 0x7A);
        for (int i = 1; i < fields.length; i += 2) {
            fields[i] = 0;
        }
        add("a million unknown fields", fields, "it has no graph");
    }

    static OnnxBytes small() {
        return new OnnxBytes()
                .input("x", 1, 2)
                .add(OnnxBytes.node("Relu", "x", "y"))
                .output("y");
    }

    @Override
    public List<Map<String, byte[]>> good() {
        return OnnxSamples.all().stream().map(file -> Map.of(FILE, file)).toList();
    }

    @Override
    public List<String> words() {
        return OnnxSamples.WORDS;
    }

    /** A file may end after any of its fields. */
    @Override
    public boolean refusesCuts() {
        return false;
    }

    @Override
    public void read(Path folder, MemoryBudget budget, Cancellation stop) {
        OnnxModel.read(folder.resolve(FILE)).inputs();
    }
}
