package hone.engine.format.onnx;

import static hone.engine.format.onnx.OnnxBytes.node;
import static hone.engine.format.onnx.OnnxBytes.text;
import static hone.engine.format.onnx.OnnxBytes.whole;
import static hone.engine.format.onnx.OnnxBytes.wholes;

import hone.engine.badinput.Bad;
import hone.engine.format.onnx.proto.Message;
import java.util.ArrayList;
import java.util.List;

/** Operators that a few bytes can make work for hours, each asked for just that; and some whose operands do not fit. */
final class OnnxOperatorWork {
    private static final String FILE = OnnxBadFormat.FILE;
    private static final long OPSET = 22;

    private final List<Bad> all = new ArrayList<>();

    static List<Bad> all() {
        OnnxOperatorWork made = new OnnxOperatorWork();
        made.attention();
        made.signals();
        made.pictures();
        made.texts();
        made.lists();
        return List.copyOf(made.all);
    }

    /** A model with tensors of zeros of these sizes, named a, b, c and so on, and nodes on them. */
    private static OnnxBytes with(long[][] sizes, Message... nodes) {
        OnnxBytes graph = new OnnxBytes().input("x", 1, 1);
        for (int i = 0; i < sizes.length; i++) {
            String name = Character.toString('a' + i);
            graph.longs(name + "s", sizes[i]).add(node("ConstantOfShape", name + "s", name));
        }
        for (Message node : nodes) {
            graph.add(node);
        }
        return graph.output("y");
    }

    private static long[] sizes(long... sizes) {
        return sizes;
    }

    private void add(String name, long opset, OnnxBytes graph) {
        all.add(Bad.file(name, FILE, graph.file(opset), ""));
    }

    private void add(String name, OnnxBytes graph) {
        add(name, OPSET, graph);
    }

    private void either(String name, long opset, OnnxBytes graph) {
        all.add(Bad.file(name, FILE, graph.file(opset), "").orRead());
    }

    private void attention() {
        long[][] long4 = {sizes(1, 1, 2_000, 1), sizes(1, 1, 2_000, 1), sizes(1, 1, 2_000, 1)};
        add("Attention of 2,000 by 2,000", 24, with(long4, node("Attention", "a,b,c", "y")));
        long[][] wide = {sizes(1, 1_000, 1, 1), sizes(1, 1, 4_000, 1), sizes(1, 1, 4_000, 1)};
        add("Attention of 1,000 heads", 24, with(wide, node("Attention", "a,b,c", "y")));
        long[][] empty = {sizes(1 << 20, 1, 1 << 20, 0), sizes(1 << 20, 1, 0, 0), sizes(1 << 20, 1, 0, 9)};
        either("Attention of nothing", 24, with(empty, node("Attention", "a,b,c", "y")));
        Message[] heads = {whole("q_num_heads", 1), whole("kv_num_heads", 1), text("update_rule", "linear")};
        long[][] states = {sizes(1, 2_000, 1_500), sizes(1, 2_000, 1_500), sizes(1, 2_000, 1_500)};
        add("LinearAttention of 2,000 by 1,500^2", 27, with(states, node("LinearAttention", "a,b,c", "y", heads)));
        Message[] many = {whole("q_num_heads", 1 << 30), whole("kv_num_heads", 1 << 30), text("update_rule", "linear")};
        long[][] none = {sizes(1, 1 << 30, 0), sizes(1, 1 << 30, 0), sizes(1, 1 << 30, 0)};
        add("LinearAttention of nothing in 2^30 heads", 27, with(none, node("LinearAttention", "a,b,c", "y", many)));
        long[][] tables = {sizes(1 << 20, 1 << 20, 1 << 20, 0), sizes(1, 1, 0), sizes(1, 1, 0)};
        either("RotaryEmbedding of nothing", 23, with(tables, node("RotaryEmbedding", "a,b,c", "y")));
        long[][] causal = {sizes(1, 1, 1_500_000), sizes(1, 1, 1_500_000)};
        add("CausalConvWithState of 1.5 million^2", 27, with(causal, node("CausalConvWithState", "a,b", "y,z")));
    }

    private void signals() {
        for (long length : new long[] {1_000_003, 2_000_003, 1L << 40, -1}) {
            OnnxBytes graph = with(new long[][] {sizes(1, 8, 1)}, node("DFT", "a,n", "y"));
            add("DFT of length " + length, graph.scalar("n", length));
        }
        OnnxBytes rows = with(new long[][] {sizes(400, 4_999, 1)}, node("DFT", "a", "y"));
        add("400 DFTs of a prime length", rows);
        OnnxBytes frames = with(new long[][] {sizes(1, 9_000, 1)}, node("STFT", "a,s,,n", "y"));
        add("STFT in every place", frames.scalar("s", 1).scalar("n", 701));
        for (String window : List.of("HannWindow", "HammingWindow", "BlackmanWindow")) {
            OnnxBytes graph = new OnnxBytes().input("x", 1, 1).scalar("n", 1 << 27);
            add(window + " of 2^27", graph.add(node(window, "n", "y")).output("y"));
        }
        OnnxBytes mel = new OnnxBytes()
                .input("x", 1, 1)
                .scalar("bands", 1 << 26)
                .scalar("length", 64)
                .scalar("rate", 8_000)
                .constant(OnnxBytes.tensor("low", OnnxBytes.F32, OnnxBytes.floats(0)))
                .constant(OnnxBytes.tensor("high", OnnxBytes.F32, OnnxBytes.floats(4_000)));
        add(
                "MelWeightMatrix of 2^26 bands",
                mel.add(node("MelWeightMatrix", "bands,length,rate,low,high", "y"))
                        .output("y"));
    }

    private void pictures() {
        long[][] deform = {sizes(1, 20, 64, 64), sizes(400, 20, 5, 5), sizes(1, 50, 60, 60)};
        add("DeformConv of 400 by 20 channels", with(deform, node("DeformConv", "a,b,c", "y")));
        long[] one14 = new long[16];
        java.util.Arrays.fill(one14, 1);
        long[] grid = one14.clone();
        grid[15] = 14;
        grid[1] = 1_000;
        add(
                "GridSample in 14 dimensions",
                with(new long[][] {one14, grid}, node("GridSample", "a,b", "y", text("mode", "cubic"))));
        OnnxBytes affine = with(new long[][] {sizes(1, 2, 3)}, node("AffineGrid", "a,size", "y"));
        add("AffineGrid of 2^30", affine.longs("size", 1, 1, 1 << 15, 1 << 15));
        long[][] region = {sizes(1, 1, 4, 4), sizes(1, 4)};
        OnnxBytes align = with(
                region,
                node(
                        "RoiAlign",
                        "a,b,batch",
                        "y",
                        whole("output_height", 100),
                        whole("output_width", 100),
                        whole("sampling_ratio", 1_000)));
        add("RoiAlign of a million samples a bin", align.longs("batch", 0));
        for (long ratio : new long[] {1L << 32, 1 << 30, 5_000}) {
            Message node = node("RoiAlign", "a,b,batch", "y", whole("sampling_ratio", ratio));
            add("RoiAlign with a ratio of " + ratio, with(region, node).longs("batch", 0));
        }
        OnnxBytes pool = with(
                new long[][] {sizes(1, 1, 1_500, 1_500), sizes(5_000, 5)},
                node("Add", "b,far", "regions"),
                node("MaxRoiPool", "a,regions", "y", wholes("pooled_shape", 1, 1)));
        add("MaxRoiPool of 5,000 whole pictures", pool.floats("far", 0, 0, 0, 9_999, 9_999));
        Message[] columns = {wholes("strides", 1, 1)};
        OnnxBytes image = with(new long[][] {sizes(0, 1 << 20, 1 << 20)}, node("Col2Im", "a,i,k", "y", columns));
        add(
                "Col2Im of nothing in 2^20 blocks of 2^20",
                image.longs("i", 2_047, 2_047).longs("k", 1_024, 1_024));
        OnnxBytes boxes = with(
                new long[][] {sizes(1, 100_000, 4), sizes(1, 1, 100_000)},
                node("Range", "zero,many,one", "wholes"),
                node("Cast", "wholes", "reals", whole("to", 1)),
                node("Unsqueeze", "reals,last", "corner"),
                node("Add", "corner,square", "flat"),
                node("Unsqueeze", "flat,zeros", "boxes"),
                node("NonMaxSuppression", "boxes,b,many", "y"));
        add(
                "NonMaxSuppression of 100,000 boxes apart",
                boxes.scalar("zero", 0)
                        .scalar("one", 1)
                        .scalar("many", 100_000)
                        .longs("last", 1)
                        .longs("zeros", 0)
                        .floats("square", 0, 0, 0.5f, 0.5f));
        long[][] none = {sizes(1 << 16, 0, 4), sizes(1 << 16, 1 << 16, 0)};
        add("NonMaxSuppression of nothing in 2^32 classes", with(none, node("NonMaxSuppression", "a,b", "y")));
        add("Det of 1,900 by 1,900", with(new long[][] {sizes(1_900, 1_900)}, node("Det", "a", "y")));
        Message crop = node("CenterCropPad", "a,to", "y");
        add("CenterCropPad to 2^40", with(new long[][] {sizes(2, 2)}, crop).longs("to", 1 << 20, 1 << 20));
        Message aliased = node("Resize", "a,,scales", "y", text("mode", "cubic"), whole("antialias", 1));
        either(
                "Resize of 3 million",
                OPSET,
                with(new long[][] {sizes(3_000_000)}, aliased)
                        .constant(OnnxBytes.tensor("scales", 1, OnnxBytes.floats(0.9f), 1)));
    }

    private void pattern(String name, String pattern, String text, boolean refused) {
        OnnxBytes graph = new OnnxBytes()
                .input("x", 1, 1)
                .constant(new Message().number(1, 1).number(2, 8).text(8, "t").text(6, text))
                .add(node("RegexFullMatch", "t", "y", text("pattern", pattern)))
                .output("y");
        Bad bad = Bad.file(name, FILE, graph.file(OPSET), "");
        all.add(refused ? bad : bad.orRead());
    }

    private void texts() {
        pattern("a pattern that goes back", "(a+)+b", "a".repeat(60_000), false);
        pattern("a pattern that goes back in many ways", "(a|aa|a*)*c", "a".repeat(20_000), false);
        pattern("nothing a thousand times five times over", "((((((){1000}){1000}){1000}){1000}){1000})", "a", true);
        pattern("a letter a thousand times three times over", "((a{1000}){1000}){1000}", "a", true);
        pattern("a pattern of many states over a long text", "(a?){1000}".repeat(15), "a", true);
        pattern("a thousand states over a long text", "(.?){1000}b", "a".repeat(150_000), true);
        pattern("5,000 parentheses", "(".repeat(5_000) + ")".repeat(5_000), "a", true);
        pattern("a set of 9,000", "[" + "z".repeat(8_990) + "]", "b", false);
        pattern("a look-ahead", "(?=a)a", "a", true);
        String words = "a ".repeat(400_000);
        OnnxBytes split = new OnnxBytes()
                .input("x", 1, 1)
                .constant(new Message().number(1, 1).number(2, 8).text(8, "t").text(6, words))
                .add(node("StringSplit", "t", "y,n"))
                .output("y");
        either("StringSplit into 400,000", OPSET, split);
        OnnxBytes concat = with(new long[][] {sizes(1_500, 1), sizes(1, 1_500)});
        concat.constant(new Message().number(2, 8).text(8, "t").text(6, "w".repeat(10_000)))
                .add(node("Expand", "t,as", "l"))
                .add(node("Expand", "t,bs", "r"))
                .add(node("StringConcat", "l,r", "y"));
        add("StringConcat of 2 million by 20,000 letters", concat);
        OnnxBytes grams = with(new long[][] {sizes(1, 30_000)}, node("Cast", "a", "w", whole("to", 7)))
                .add(node(
                        "TfIdfVectorizer",
                        "w",
                        "y",
                        text("mode", "TF"),
                        whole("min_gram_length", 1),
                        whole("max_gram_length", 1L << 40),
                        whole("max_skip_count", 1L << 40),
                        wholes("ngram_counts", 0, 0, 0, 0),
                        wholes("ngram_indexes", 0),
                        wholes("pool_int64s", 0, 0, 0, 0)));
        add("TfIdfVectorizer that may skip everything", grams);
    }

    private void lists() {
        add(
                "Unique of slices of nothing",
                with(new long[][] {sizes(1 << 30, 0)}, node("Unique", "a", "y", whole("axis", 0))));
        OnnxBytes random = new OnnxBytes()
                .input("x", 1, 1)
                .add(node("RandomNormal", "", "y", wholes("shape", 1 << 13, 1 << 13)))
                .output("y");
        add("RandomNormal of 2^26", random);
        add(
                "Multinomial of 2^26",
                with(
                        new long[][] {sizes(1, 2_000_000)},
                        node("Multinomial", "a", "y", whole("sample_size", 4_000_000))));
        OnnxBytes body =
                new OnnxBytes().input("p", 1).add(node("Identity", "p", "q")).output("q");
        add(
                "a Scan of 2^30 slices of nothing",
                with(
                        new long[][] {sizes(1 << 30, 0)},
                        node("Scan", "a", "y", whole("num_scan_inputs", 1), OnnxBytes.graphOf("body", body))));
    }
}
