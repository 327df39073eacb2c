package hone.engine.format;

import hone.engine.format.llama2c.PiecesBytes;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;

/** Models that carry a llama2.c tokenizer, and texts for it that are no such tokenizer. */
final class CarriedPieces {
    private static final byte[] PIECES = PiecesBytes.good();

    /** As many tokens as the model scores. */
    static final int TOKENS = PiecesBytes.tokens();

    private static final String GRAPH = """
            {"version":1,"nodes":[
             {"name":"x","node":"input","dtype":"F32","dims":[{"symbol":"batch","max":8},3]},
             {"name":"fc.weight","node":"weight","dtype":"F32","dims":[%d,3]},
             {"name":"fc","node":"op","op":"Linear","attributes":{"activation":"NONE","bias":false},"inputs":[[0,0],[1,0]]}],
             "outputs":{"logits":[2,0]}}""".formatted(TOKENS);

    private CarriedPieces() {}

    /** A model that scores as many tokens, with this text as its tokenizer. */
    static byte[] model(String tokenizer) {
        return new SafetensorsBytes()
                .text("hone.version", "1")
                .text("hone.graph", GRAPH)
                .text("hone.request", "{\"batch\":8,\"rungs\":[],\"threads\":[],\"sparse\":[]}")
                .text("hone.tokenizer", tokenizer)
                .tensor("fc.weight", "F32", 4, TOKENS, 3)
                .file();
    }

    static String text(Object tokens, String file) {
        return "{\"kind\":\"llama2c\",\"tokens\":" + tokens + ",\"file\":" + file + "}";
    }

    static String quoted(byte[] pieces) {
        return "\"" + Base64.getEncoder().encodeToString(pieces) + "\"";
    }

    static String good() {
        return text(TOKENS, quoted(PIECES));
    }

    /** What is wrong with a text, the text, and what the refusal says. */
    record Wrong(String text, String reason) {}

    /** Texts that are wrong, by what is wrong with them. */
    static Map<String, Wrong> bad() {
        Map<String, Wrong> all = new LinkedHashMap<>();
        wholes(all);
        tokens(all);
        files(all);
        PiecesBytes.bad()
                .forEach(one -> all.put(
                        "pieces: " + one.name(), new Wrong(text(one.tokens(), quoted(one.bytes())), one.reason())));
        return all;
    }

    private static void wholes(Map<String, Wrong> all) {
        String good = good();
        all.put("nothing", new Wrong("", "tokenizer"));
        all.put("null", new Wrong("null", "tokenizer"));
        all.put("a list", new Wrong("[" + good + "]", "tokenizer"));
        all.put("a text", new Wrong("\"llama2c\"", "tokenizer"));
        all.put("no end", new Wrong(good.substring(0, good.length() - 1), "not valid JSON"));
        all.put("something behind the end", new Wrong(good + " {}", "tokenizer"));
        all.put("a comma too many", new Wrong(good.replace("}", ",}"), "not valid JSON"));
        all.put("another kind", new Wrong(good.replace("llama2c", "llama2d"), "its kind is none of"));
        all.put("a kind in capitals", new Wrong(good.replace("llama2c", "LLAMA2C"), "its kind is none of"));
        all.put(
                "a kind that is a list",
                new Wrong(good.replace("\"llama2c\"", "[\"llama2c\"]"), "its kind is none of"));
        all.put("no kind", new Wrong(good.replace("\"kind\":\"llama2c\",", ""), "its kind is none of"));
        all.put(
                "a tokenizer of another kind",
                new Wrong(good.replace("}", ",\"tokenizer\":{\"a\":[{}]}}"), "tokenizer"));
        all.put("two kinds", new Wrong(good.replace("{", "{\"kind\":\"bytes\","), "tokenizer"));
        all.put("two files", new Wrong(good.replace("}", ",\"file\":\"\"}"), "tokenizer"));
        all.put("a key of another kind", new Wrong(good.replace("}", ",\"alphabet\":\"ab\"}"), "alphabet"));
        all.put("an unknown key", new Wrong(good.replace("}", ",\"class\":\"java.lang.Runtime\"}"), "class"));
        all.put("deep lists", new Wrong(good.replace("}", ",\"x\":" + "[".repeat(100_000)), "not valid JSON"));
        all.put("many lists", new Wrong(good.replace("}", ",\"x\":[" + "[],".repeat(1_300_000) + "[]]}"), ""));
        all.put("many numbers", new Wrong(good.replace("}", ",\"x\":[" + "1,".repeat(2_000_000) + "1]}"), ""));
        all.put("many keys", new Wrong("{" + keys(400_000) + good.substring(1), ""));
    }

    private static String keys(int count) {
        StringBuilder keys = new StringBuilder();
        for (int i = 0; i < count; i++) {
            keys.append('"').append(Integer.toString(i, 36)).append("\":1,");
        }
        return keys.toString();
    }

    private static void tokens(Map<String, Wrong> all) {
        String file = quoted(PIECES);
        String notWhole = "its tokens are not a whole number";
        for (String tokens : new String[] {
            "null",
            "true",
            "\"" + TOKENS + "\"",
            TOKENS + ".0",
            TOKENS + "e0",
            "[" + TOKENS + "]",
            "{\"n\":" + TOKENS + "}",
            "4294967296",
            "9".repeat(400),
        }) {
            all.put(
                    "tokens are " + tokens.substring(0, Math.min(12, tokens.length())),
                    new Wrong(text(tokens, file), notWhole));
        }
        all.put("no tokens", new Wrong(good().replace("\"tokens\":" + TOKENS + ",", ""), notWhole));
        all.put("tokens of 1,000 digits and more", new Wrong(text("9".repeat(5_000), file), ""));
        all.put(
                "more tokens than the model scores",
                new Wrong(text(TOKENS + 1, quoted(PiecesBytes.oneMore())), "of another model"));
    }

    private static void files(Map<String, Wrong> all) {
        String file = quoted(PIECES);
        String noText = "its file is not a text";
        all.put("no file", new Wrong("{\"kind\":\"llama2c\",\"tokens\":" + TOKENS + "}", noText));
        all.put("file is null", new Wrong(text(TOKENS, "null"), noText));
        all.put("file is a number", new Wrong(text(TOKENS, "7"), noText));
        all.put("file is a list of bytes", new Wrong(text(TOKENS, "[8,0,0,0]"), noText));
        all.put("a path instead of a file", new Wrong(text(TOKENS, "\"tokenizer.bin\""), "not Base64"));
        all.put("an address instead of a file", new Wrong(text(TOKENS, "\"data:;base64,AAAA\""), "not Base64"));
        all.put("an empty file", new Wrong(text(TOKENS, "\"\""), "0 bytes"));
        all.put("one letter of Base64", new Wrong(text(TOKENS, "\"A\""), "not Base64"));
        all.put("Base64 of addresses", new Wrong(text(TOKENS, "\"__--\""), "not Base64"));
        all.put("padding in front", new Wrong(text(TOKENS, file.replaceFirst("\"", "\"=")), "not Base64"));
        all.put("padding within", new Wrong(text(TOKENS, file.replaceFirst("A", "=")), "not Base64"));
        all.put("too much padding", new Wrong(text(TOKENS, "\"AAAA====\""), "not Base64"));
        all.put("a line break", new Wrong(text(TOKENS, file.replaceFirst("A", "A\\\\n")), "not Base64"));
        all.put("a letter of another script", new Wrong(text(TOKENS, file.replaceFirst("A", "А")), "not Base64"));
        all.put("a letter less", new Wrong(text(TOKENS, file.replaceFirst("A", "")), ""));
        all.put("a file of five million letters", new Wrong(text(TOKENS, "\"" + "A".repeat(5_000_000) + "\""), ""));
        all.put(
                "a file of nearly two million letters",
                new Wrong(text(TOKENS, "\"" + "A".repeat(2_090_000) + "\""), ""));
        all.put("zeros", new Wrong(text(TOKENS, quoted(new byte[PIECES.length])), "bytes follow"));
        all.put("JSON", new Wrong(text(TOKENS, quoted(good().getBytes(StandardCharsets.UTF_8))), "token"));
    }
}
