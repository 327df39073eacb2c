package hone.engine.format;

import hone.engine.Cancellation;
import hone.engine.badinput.Bad;
import hone.engine.badinput.BadFormat;
import hone.engine.badinput.Corpora;
import hone.engine.memory.Category;
import hone.engine.memory.MemoryBudget;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Models of our own: graph, recipe, request and provenance in the metadata of safetensors. */
public final class ArtefactBadFormat implements BadFormat {
    private static final String FILE = "model.safetensors";
    static final String GRAPH = """
            {"version":1,"nodes":[
             {"name":"x","node":"input","dtype":"F32","dims":[{"symbol":"batch","max":8},3]},
             {"name":"fc.weight","node":"weight","dtype":"F32","dims":[2,3]},
             {"name":"fc.bias","node":"weight","dtype":"F32","dims":[2]},
             {"name":"fc","node":"op","op":"Linear","attributes":{"activation":"NONE","bias":true},"inputs":[[0,0],[1,0],[2,0]]},
             {"name":"relu","node":"op","op":"Relu","attributes":{},"inputs":[[3,0]]}],
             "outputs":{"y":[4,0]}}""";
    private static final String REQUEST = """
            {"batch":8,"rungs":[{"layers":"*","value":"SIMD"}],"threads":[{"layers":"fc","value":"2"}],"sparse":[]}""";
    private static final String FACTS = "{\"seed\":\"5\",\"command\":\"train\"}";
    private static final String RECIPE = "simd,threads=2@fc";

    @Override
    public String name() {
        return "Hone model";
    }

    static byte[] file(String graph, String recipe, String request, String facts) {
        return new SafetensorsBytes()
                .text("format", "hone")
                .text("hone.version", "1")
                .text("hone.model", "mlp")
                .text("hone.graph", graph)
                .text("hone.recipe", recipe)
                .text("hone.request", request)
                .text("hone.provenance", facts)
                .tensor("fc.weight", "F32", 4, 2, 3)
                .tensor("fc.bias", "F32", 4, 2)
                .file();
    }

    private static byte[] version(String version) {
        return new SafetensorsBytes()
                .text("hone.version", version)
                .text("hone.graph", GRAPH)
                .tensor("fc.weight", "F32", 4, 2, 3)
                .tensor("fc.bias", "F32", 4, 2)
                .file();
    }

    private static byte[] graph(String graph) {
        return file(graph, RECIPE, REQUEST, FACTS);
    }

    /** A model whose weight is packed without its zeros. */
    private static byte[] sparse(int mask, int values) {
        return new SafetensorsBytes()
                .text("hone.version", "1")
                .text("hone.graph", GRAPH)
                .text("hone.request", REQUEST)
                .tensor("fc.weight.mask", "U8", 1, mask)
                .tensor("fc.weight.values", "F32", 4, values)
                .tensor("fc.bias", "F32", 4, 2)
                .file();
    }

    @Override
    public List<Bad> bad() {
        List<Bad> all = new ArrayList<>(Corpora.of(ArtefactTest.badFiles(), Map.of(), FILE));
        BadGraphs.all(GRAPH).forEach((name, graph) -> all.add(Bad.file(name, FILE, graph(graph), "")));
        for (String recipe :
                List.of("a,,b", "=", "@", "simd@", "simd:x", "nothing", "simd=7", ",".repeat(100_000), "\n")) {
            String name = "recipe " + recipe.substring(0, Math.min(9, recipe.length()));
            all.add(Bad.file(name, FILE, file(GRAPH, recipe, REQUEST, FACTS), "")
                    .orRead());
        }
        for (String request : List.of(
                "",
                "null",
                "[]",
                "{}",
                "{\"batch\":0}",
                REQUEST.replace("8", "-1"),
                REQUEST.replace("8", "1e9"),
                REQUEST.replace("SIMD", "java.lang.Runtime"),
                REQUEST.replace("\"2\"", "\"-2\""),
                REQUEST.replace("\"2\"", "\"99999999999\""),
                REQUEST.replace("[{\"layers\":\"*\",\"value\":\"SIMD\"}]", "[null]"),
                REQUEST.replace("\"sparse\":[]", "\"sparse\":[null]"),
                REQUEST.replace("\"*\"", "null"),
                REQUEST.replace("\"sparse\":[]", "\"sparse\":[\"[\"]"),
                REQUEST.replace("\"*\"", "\"" + "*".repeat(5_000) + "x\""),
                REQUEST + "x",
                REQUEST.replace("}", ""))) {
            String name = "request " + request.substring(0, Math.min(60, request.length()));
            all.add(Bad.file(name, FILE, file(GRAPH, RECIPE, request, FACTS), "")
                    .orRead());
        }
        for (String facts :
                List.of("", "null", "[]", "{\"a\":null}", "{\"a\":{}}", "{\"a\":[1]}", "{\"a\":1,\"a\":2}", "{")) {
            all.add(Bad.file("facts " + facts, FILE, file(GRAPH, RECIPE, REQUEST, facts), "")
                    .orRead());
        }
        all.add(Bad.file("a version of two lines", FILE, version("1\n2"), "version 1?2"));
        all.add(Bad.file("a long version", FILE, version("1".repeat(5_000)), "version 111"));
        all.add(Bad.file("a mask of two bytes", FILE, sparse(2, 3), "its mask does not fit"));
        all.add(Bad.file("a mask of fewer values", FILE, sparse(1, 5), "its mask"));
        all.add(Bad.file("a mask of more values", FILE, sparse(1, 1), "its mask"));
        return all;
    }

    @Override
    public List<Map<String, byte[]>> good() {
        return List.of(Map.of(FILE, graph(GRAPH)), Map.of(FILE, graph(GRAPH.replaceAll("\\s+", ""))));
    }

    @Override
    public List<String> words() {
        return List.of(
                "\\\"op\\\":",
                "Linear",
                "Conv2d",
                "Attention",
                "Embedding",
                "Relu",
                "Softmax",
                "Int8Linear",
                "weight",
                "input",
                "state",
                "\\\"dims\\\":[",
                "\\\"max\\\":",
                "[0,0]",
                "[4,0]",
                "[-1,0]",
                "{",
                "}",
                "[",
                "]",
                "null",
                "hone.graph",
                "F16",
                "I64",
                "batch",
                "seq");
    }

    /** Damage to the texts within the header would only break its length: it falls on the texts and the header is made anew. */
    @Override
    public byte[] kept(String file, byte[] damaged) {
        if (damaged.length < 9) {
            return damaged;
        }
        String text = new String(damaged, 8, damaged.length - 8, StandardCharsets.ISO_8859_1);
        int end = text.indexOf("]}}");
        int data = 32;
        if (end < 0 || text.length() - end - 3 != data) {
            return damaged;
        }
        byte[] right = damaged.clone();
        java.nio.ByteBuffer.wrap(right).order(java.nio.ByteOrder.LITTLE_ENDIAN).putLong(0, end + 3L);
        return right;
    }

    @Override
    public void read(Path folder, MemoryBudget budget, Cancellation stop) {
        Artefact.load(folder.resolve(FILE), budget.openCollected(Category.WEIGHTS, "a stranger's model"));
    }
}
