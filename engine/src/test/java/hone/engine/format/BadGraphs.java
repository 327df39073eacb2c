package hone.engine.format;

import java.util.LinkedHashMap;
import java.util.Map;

/** Graphs in JSON that are wrong, each made from a good one by one change. */
final class BadGraphs {
    private BadGraphs() {}

    static Map<String, String> all(String good) {
        Map<String, String> all = new LinkedHashMap<>();
        change(
                all,
                good,
                "[3,0]",
                "[4,0]",
                "[9,0]",
                "[-1,0]",
                "[3,1]",
                "[3,-1]",
                "[3,2147483648]",
                "[3]",
                "[3,0,0]",
                "3");
        change(all, good, "[3,0]", "[\"3\",0]", "[3.5,0]", "null", "{}", "[[3,0]]", "[3,1e400]");
        change(all, good, "[0,0],[1,0],[2,0]", "", "[0,0]", "[1,0],[0,0],[2,0]", "[0,0],".repeat(50_000) + "[0,0]");
        change(
                all,
                good,
                "\"max\":8",
                "\"max\":0",
                "\"max\":-1",
                "\"max\":9223372036854775807",
                "\"max\":\"x\"",
                "\"min\":1");
        change(all, good, "\"batch\"", "\"\"", "7", "null", "\"" + "b".repeat(100_000) + "\"");
        change(
                all,
                good,
                "[2,3]",
                "[2,4]",
                "[3,2]",
                "[-2,3]",
                "[2.5,3]",
                "[\"2\",3]",
                "[2,3,1,1,1,1,1,1,1]",
                "7",
                "null");
        change(
                all,
                good,
                "[2,3]",
                "[4294967296,4294967296]",
                "[2147483648,2147483648]",
                "[9223372036854775807,3]",
                "[]");
        change(all, good, "[2,3]", "[99999999999999999999,3]", "[0,3]", "[" + "1,".repeat(100_000) + "1]");
        change(
                all,
                good,
                "\"Linear\"",
                "\"java.lang.Runtime\"",
                "\"linear\"",
                "\"Conv2d\"",
                "\"Attention\"",
                "null",
                "{}");
        change(
                all,
                good,
                "{\"activation\":\"NONE\",\"bias\":true}",
                "[]",
                "null",
                "{\"activation\":\"none\"}",
                "{\"activation\":null}");
        change(
                all,
                good,
                "{\"activation\":\"NONE\",\"bias\":true}",
                "{\"other\":1}",
                "{\"activation\":{}}",
                "{\"activation\":17}");
        change(all, good, "\"op\",\"op\"", "\"input\",\"op\"", "\"weights\",\"op\"", "null,\"op\"");
        change(
                all,
                good,
                "\"fc.bias\"",
                "\"fc.weight\"",
                "\"\"",
                "\"" + "n".repeat(257) + "\"",
                "null",
                "{}",
                "\"fc.bias2\"");
        change(all, good, "\"version\":1", "\"version\":2", "\"version\":\"x\"", "\"version\":-1", "\"versions\":1");
        change(
                all,
                good,
                "\"y\":[4,0]",
                "\"y\":[5,0]",
                "\"y\":[4,1]",
                "\"y\":[4,0],\"y\":[3,0]",
                "\"y\":null",
                "\"y\":[0]");
        change(
                all,
                good,
                "\"dtype\":\"F32\",\"dims\":[2]",
                "\"dtype\":\"F33\",\"dims\":[2]",
                "\"dtype\":\"I8\",\"dims\":[2]");
        all.put("empty", "");
        all.put("null", "null");
        all.put("a list", "[]");
        all.put("two graphs", good + good);
        all.put("cut", good.substring(0, good.length() - 3));
        all.put("deep", "[".repeat(100_000));
        all.put(
                "deep attributes",
                good.replace("\"attributes\":{}", "\"attributes\":" + "{\"a\":".repeat(900) + "1" + "}".repeat(901)));
        all.put("a million lists", "{\"version\":1,\"nodes\":[" + "[],".repeat(1_000_000) + "[]]}");
        all.put("a million numbers", "{\"version\":1,\"nodes\":[" + "0,".repeat(1_000_000) + "0]}");
        all.put("a million objects", "{\"version\":1,\"nodes\":[" + "{},".repeat(1_000_000) + "{}]}");
        all.put("100,001 nodes", many(100_001));
        return all;
    }

    private static String many(int count) {
        StringBuilder nodes = new StringBuilder("{\"version\":1,\"nodes\":[");
        for (int i = 0; i < count; i++) {
            nodes.append(i == 0 ? "" : ",")
                    .append("{\"name\":\"w")
                    .append(i)
                    .append("\",\"node\":\"weight\",\"dtype\":\"F32\",\"dims\":[]}");
        }
        return nodes + "],\"outputs\":{}}";
    }

    private static void change(Map<String, String> all, String good, String part, String... others) {
        if (!good.contains(part)) {
            throw new IllegalArgumentException("the good graph has no " + part);
        }
        for (String other : others) {
            String name = part + " is " + other.substring(0, Math.min(30, other.length()));
            all.put(name + (other.length() > 30 ? " " + other.length() : ""), good.replace(part, other));
        }
    }
}
