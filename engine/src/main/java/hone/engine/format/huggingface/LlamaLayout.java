package hone.engine.format.huggingface;

import hone.engine.model.Gpt;
import hone.engine.model.GptDimensions;
import hone.engine.model.GptForm;
import hone.engine.op.attention.RotaryEmbedding;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * Llama: rotary positions, root-mean-square normalization, SwiGLU, grouped-query attention. The transformers library rotates
 * pairs that are half a head apart, so queries' and keys' weights are reordered.
 */
final class LlamaLayout implements Layout {
    @Override
    public String modelType() {
        return "llama";
    }

    @Override
    public Shaped read(ModelConfig config) {
        int heads = config.count("num_attention_heads");
        GptDimensions dimensions = new GptDimensions(
                config.count("num_hidden_layers"),
                heads,
                config.count("num_key_value_heads", heads),
                config.count("hidden_size"),
                config.count("intermediate_size"),
                config.count("vocab_size"),
                config.count("max_position_embeddings"));
        if (dimensions.context() > GptDimensions.MOST_ROTARY_POSITIONS) {
            throw config.refused(
                    "max_position_embeddings", "at most " + GptDimensions.MOST_ROTARY_POSITIONS + " are possible");
        }
        if (config.count("head_dim", dimensions.headDim()) != dimensions.headDim()) {
            throw config.refused("head_dim", "only hidden_size / num_attention_heads is supported");
        }
        if (!config.text("hidden_act", "silu").equals("silu")) {
            throw config.refused("hidden_act", "only silu is supported");
        }
        config.only("attention_bias", false);
        config.only("mlp_bias", false);
        config.none("rope_scaling");
        GptForm form = GptForm.LLAMA
                .withEpsilon((float) config.number("rms_norm_eps", 1e-6))
                .withRotaryBase(rotaryBase(config))
                .withTied(config.flag("tie_word_embeddings", false));
        config.refuseUnread(WITHOUT_EFFECT);
        return new Shaped(dimensions, form);
    }

    /** Versions of the library since 5 keep it in an object. */
    private static double rotaryBase(ModelConfig config) {
        ModelConfig parameters = config.inner("rope_parameters");
        if (!parameters.text("rope_type", "default").equals("default")) {
            throw parameters.refused("rope_type", "only default is supported");
        }
        double base = config.number("rope_theta", RotaryEmbedding.USUAL_BASE);
        double inner = parameters.number("rope_theta", base);
        parameters.refuseUnread(Set.of());
        return inner;
    }

    @Override
    public List<Placement> placements(Shaped shaped, Set<String> stored) {
        GptDimensions sizes = shaped.dimensions();
        String prefix = stored.contains("embed_tokens.weight") ? "" : "model.";
        long d = sizes.width();
        List<Placement> all = new ArrayList<>();
        all.add(Placement.same(Gpt.TABLE, prefix + "embed_tokens.weight", sizes.vocabulary(), d));
        for (int layer = 0; layer < sizes.layers(); layer++) {
            String ours = "layers." + layer + ".";
            String theirs = prefix + ours;
            all.add(Placement.same(ours + "attention.norm.weight", theirs + "input_layernorm.weight", d));
            String attention = theirs + "self_attn.";
            all.add(Placement.paired(ours + "attention.q.weight", attention + "q_proj.weight", d, d, sizes.headDim()));
            all.add(Placement.paired(
                    ours + "attention.k.weight", attention + "k_proj.weight", sizes.kvWidth(), d, sizes.headDim()));
            all.add(Placement.same(ours + "attention.v.weight", attention + "v_proj.weight", sizes.kvWidth(), d));
            all.add(Placement.same(ours + "attention.out.weight", attention + "o_proj.weight", d, d));
            all.add(Placement.same(ours + "feedForward.norm.weight", theirs + "post_attention_layernorm.weight", d));
            for (String name : new String[] {"gate", "up"}) {
                String matrix = theirs + "mlp." + name + "_proj.weight";
                all.add(Placement.same(ours + "feedForward." + name + ".weight", matrix, sizes.hidden(), d));
            }
            all.add(Placement.same(
                    ours + "feedForward.down.weight", theirs + "mlp.down_proj.weight", d, sizes.hidden()));
        }
        all.add(Placement.same("norm.weight", prefix + "norm.weight", d));
        if (!shaped.form().tied()) {
            all.add(Placement.same(Gpt.OUTPUT, "lm_head.weight", sizes.vocabulary(), d));
        }
        return all;
    }

    /** Old versions keep the rotation's frequencies as a tensor; a tied output's weight is the table once more. */
    @Override
    public boolean withoutEffect(String tensor) {
        return tensor.endsWith(".rotary_emb.inv_freq") || tensor.equals("lm_head.weight");
    }
}
