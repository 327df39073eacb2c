package hone.engine.format;

import hone.engine.data.token.BytePairs;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Writes a byte-level BPE tokenizer in the common {@code tokenizer.json} form, with all keys that other programs ask for. */
final class TokenizerJsonText {
    private TokenizerJsonText() {}

    static String of(BytePairs pairs) {
        ObjectNode root = Json.MAPPER.createObjectNode();
        root.put("version", "1.0").putNull("truncation").putNull("padding");
        ArrayNode addedTokens = root.putArray("added_tokens");
        pairs.added().stream()
                .sorted()
                .forEach(id -> addedTokens
                        .addObject()
                        .put("id", id)
                        .put("content", pairs.tokens().get(id))
                        .put("single_word", false)
                        .put("lstrip", false)
                        .put("rstrip", false)
                        .put("normalized", false)
                        .put("special", true));
        root.putNull("normalizer");
        byteLevel(root.putObject("pre_tokenizer"), pairs);
        root.putNull("post_processor");
        byteLevel(root.putObject("decoder"), pairs);
        ObjectNode model = root.putObject("model");
        model.put("type", "BPE").putNull("dropout").putNull("unk_token");
        model.putNull("continuing_subword_prefix").putNull("end_of_word_suffix");
        model.put("fuse_unk", false).put("byte_fallback", false).put("ignore_merges", false);
        ObjectNode vocab = model.putObject("vocab");
        for (int id = 0; id < pairs.tokens().size(); id++) {
            vocab.put(pairs.tokens().get(id), id);
        }
        ArrayNode merges = model.putArray("merges");
        for (BytePairs.Merge merge : pairs.merges()) {
            merges.addArray()
                    .add(pairs.tokens().get(merge.left()))
                    .add(pairs.tokens().get(merge.right()));
        }
        return Json.MAPPER.writeValueAsString(root);
    }

    private static void byteLevel(ObjectNode node, BytePairs pairs) {
        node.put("type", "ByteLevel")
                .put("add_prefix_space", pairs.prefixSpace())
                .put("trim_offsets", true)
                .put("use_regex", pairs.splitsWords());
    }
}
