package hone.engine.format.huggingface;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;

/** The hub's two layouts, as small as they can be: their configs, and their tensors' names and sizes. */
final class FolderLayouts {
    static final int LAYERS = 2;
    static final int WIDTH = 24;
    static final int HEADS = 3;
    static final int HIDDEN = 40;
    static final int VOCABULARY = 31;
    static final int CONTEXT = 12;
    static final String CONFIG = "config.json";
    static final String INDEX = "model.safetensors.index.json";
    static final String WHOLE = "model.safetensors";

    /** The output's weights, where they are not the table's. */
    static final String OUTPUT = "lm_head.weight";

    static final String GPT2 = """
            {"activation_function": "gelu_new", "architectures": ["GPT2LMHeadModel"], "attn_pdrop": 0.1,
             "bos_token_id": 30, "embd_pdrop": 0.1, "eos_token_id": 30, "initializer_range": 0.02,
             "layer_norm_epsilon": 1e-05, "model_type": "gpt2", "n_ctx": 12, "n_embd": 24, "n_head": 3, "n_layer": 2,
             "n_inner": null, "n_positions": 12, "resid_pdrop": 0.1, "summary_activation": null,
             "summary_first_dropout": 0.1, "summary_proj_to_labels": true, "summary_type": "cls_index",
             "summary_use_proj": true, "task_specific_params": {"text-generation": {"do_sample": true}},
             "vocab_size": 31}""";

    static final String LLAMA = """
            {"architectures": ["LlamaForCausalLM"], "attention_bias": false, "attention_dropout": 0.0,
             "bos_token_id": 1, "eos_token_id": 2, "hidden_act": "silu", "hidden_size": 24, "initializer_range": 0.02,
             "intermediate_size": 40, "max_position_embeddings": 12, "mlp_bias": false, "model_type": "llama",
             "num_attention_heads": 3, "num_hidden_layers": 2, "num_key_value_heads": 3, "pretraining_tp": 1,
             "rms_norm_eps": 0.001, "rope_scaling": null, "rope_theta": 500.0, "tie_word_embeddings": false,
             "torch_dtype": "float32", "transformers_version": "4.44.0", "use_cache": true, "vocab_size": 31}""";

    private FolderLayouts() {}

    /** GPT-2's tensors, whose products are written inputs first. */
    static SequencedMap<String, long[]> gpt2(int hidden) {
        LinkedHashMap<String, long[]> sizes = new LinkedHashMap<>();
        sizes.put("wte.weight", new long[] {VOCABULARY, WIDTH});
        sizes.put("wpe.weight", new long[] {CONTEXT, WIDTH});
        for (int layer = 0; layer < LAYERS; layer++) {
            String name = "h." + layer + ".";
            norm(sizes, name + "ln_1");
            norm(sizes, name + "ln_2");
            product(sizes, name + "attn.c_attn", WIDTH, 3 * WIDTH);
            product(sizes, name + "attn.c_proj", WIDTH, WIDTH);
            product(sizes, name + "mlp.c_fc", WIDTH, hidden);
            product(sizes, name + "mlp.c_proj", hidden, WIDTH);
        }
        norm(sizes, "ln_f");
        return sizes;
    }

    private static void norm(Map<String, long[]> sizes, String name) {
        sizes.put(name + ".weight", new long[] {WIDTH});
        sizes.put(name + ".bias", new long[] {WIDTH});
    }

    private static void product(Map<String, long[]> sizes, String name, long in, long out) {
        sizes.put(name + ".weight", new long[] {in, out});
        sizes.put(name + ".bias", new long[] {out});
    }

    /** Llama's tensors but for the output's, which may be the table. */
    static SequencedMap<String, long[]> llama(int kvHeads) {
        long kvWidth = (long) kvHeads * WIDTH / HEADS;
        LinkedHashMap<String, long[]> sizes = new LinkedHashMap<>();
        sizes.put("model.embed_tokens.weight", new long[] {VOCABULARY, WIDTH});
        for (int layer = 0; layer < LAYERS; layer++) {
            String name = "model.layers." + layer + ".";
            sizes.put(name + "input_layernorm.weight", new long[] {WIDTH});
            sizes.put(name + "self_attn.q_proj.weight", new long[] {WIDTH, WIDTH});
            sizes.put(name + "self_attn.k_proj.weight", new long[] {kvWidth, WIDTH});
            sizes.put(name + "self_attn.v_proj.weight", new long[] {kvWidth, WIDTH});
            sizes.put(name + "self_attn.o_proj.weight", new long[] {WIDTH, WIDTH});
            sizes.put(name + "post_attention_layernorm.weight", new long[] {WIDTH});
            sizes.put(name + "mlp.gate_proj.weight", new long[] {HIDDEN, WIDTH});
            sizes.put(name + "mlp.up_proj.weight", new long[] {HIDDEN, WIDTH});
            sizes.put(name + "mlp.down_proj.weight", new long[] {WIDTH, HIDDEN});
        }
        sizes.put("model.norm.weight", new long[] {WIDTH});
        return sizes;
    }

    /** Which of these tensors are in which of two shards. */
    static SequencedMap<String, List<String>> shards(List<String> names) {
        LinkedHashMap<String, List<String>> shards = new LinkedHashMap<>();
        int half = names.size() / 2;
        shards.put("model-00001-of-00002.safetensors", names.subList(0, half));
        shards.put("model-00002-of-00002.safetensors", names.subList(half, names.size()));
        return shards;
    }

    static String index(Map<String, List<String>> shards) {
        StringBuilder index = new StringBuilder("{\"metadata\": {\"total_size\": 1}, \"weight_map\": {");
        shards.forEach((file, names) -> {
            for (String name : names) {
                index.append(index.charAt(index.length() - 1) == '{' ? "" : ", ")
                        .append('"' + name + "\": \"" + file + '"');
            }
        });
        return index + "}}";
    }
}
