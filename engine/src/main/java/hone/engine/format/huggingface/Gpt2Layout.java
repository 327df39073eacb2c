package hone.engine.format.huggingface;

import hone.engine.model.Gpt;
import hone.engine.model.GptDimensions;
import hone.engine.model.GptForm;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * GPT-2: learnt positions, layer normalization, one matrix for queries, keys and values; matrices are stored with their
 * inputs outermost, (in, out). Names are those of the transformers library, with or without "transformer." before them.
 */
final class Gpt2Layout implements Layout {
    private static final Set<String> DROPOUT_AND_SUMMARY = Set.of(
            "attn_pdrop",
            "embd_pdrop",
            "resid_pdrop",
            "n_ctx",
            "reorder_and_upcast_attn",
            "summary_activation",
            "summary_first_dropout",
            "summary_proj_to_labels",
            "summary_type",
            "summary_use_proj");

    @Override
    public String modelType() {
        return "gpt2";
    }

    @Override
    public Shaped read(ModelConfig config) {
        int width = config.count("n_embd");
        int heads = config.count("n_head");
        GptDimensions dimensions = new GptDimensions(
                config.count("n_layer"),
                heads,
                heads,
                width,
                config.count("n_inner", Math.multiplyExact(4, Math.min(width, 1 << 24))),
                config.count("vocab_size"),
                config.count("n_positions"));
        GptForm form = GptForm.GPT2
                .withEpsilon((float) config.number("layer_norm_epsilon", 1e-5))
                .withFeedForward(activation(config))
                .withTied(config.flag("tie_word_embeddings", true));
        config.only("scale_attn_weights", true);
        config.only("scale_attn_by_inverse_layer_idx", false);
        config.only("add_cross_attention", false);
        Set<String> harmless = new java.util.HashSet<>(WITHOUT_EFFECT);
        harmless.addAll(DROPOUT_AND_SUMMARY);
        config.refuseUnread(harmless);
        return new Shaped(dimensions, form);
    }

    private static GptForm.FeedForward activation(ModelConfig config) {
        return switch (config.text("activation_function", "gelu_new")) {
            case "gelu_new", "gelu_pytorch_tanh", "gelu_fast" -> GptForm.FeedForward.GELU_TANH;
            case "gelu" -> GptForm.FeedForward.GELU;
            default ->
                throw config.refused(
                        "activation_function", "gelu_new, gelu_pytorch_tanh, gelu_fast and gelu are known");
        };
    }

    @Override
    public List<Placement> placements(Shaped shaped, Set<String> stored) {
        GptDimensions sizes = shaped.dimensions();
        String prefix = stored.contains("transformer.wte.weight") ? "transformer." : "";
        long d = sizes.width();
        List<Placement> all = new ArrayList<>();
        all.add(Placement.same(Gpt.TABLE, prefix + "wte.weight", sizes.vocabulary(), d));
        all.add(Placement.same(Gpt.POSITIONS, prefix + "wpe.weight", sizes.context(), d));
        for (int layer = 0; layer < sizes.layers(); layer++) {
            String ours = "layers." + layer + ".";
            String theirs = prefix + "h." + layer + ".";
            norm(all, ours + "attention.norm", theirs + "ln_1", d);
            int part = 0;
            for (String name : new String[] {"q", "k", "v"}) {
                linear(all, ours + "attention." + name, theirs + "attn.c_attn", new Columns(d, 3 * d, part++ * d, d));
            }
            linear(all, ours + "attention.out", theirs + "attn.c_proj", new Columns(d, d, 0, d));
            norm(all, ours + "feedForward.norm", theirs + "ln_2", d);
            long hidden = sizes.hidden();
            linear(all, ours + "feedForward.up", theirs + "mlp.c_fc", new Columns(d, hidden, 0, hidden));
            linear(all, ours + "feedForward.down", theirs + "mlp.c_proj", new Columns(hidden, d, 0, d));
        }
        norm(all, "norm", prefix + "ln_f", d);
        if (!shaped.form().tied()) {
            all.add(Placement.same(Gpt.OUTPUT, "lm_head.weight", sizes.vocabulary(), d));
        }
        return all;
    }

    /** Which of a stored matrix's columns make a weight. */
    private record Columns(long in, long total, long from, long out) {}

    private static void linear(List<Placement> all, String ours, String theirs, Columns columns) {
        all.add(Placement.transposed(
                ours + ".weight", theirs + ".weight", columns.in(), columns.total(), columns.from(), columns.out()));
        all.add(Placement.part(ours + ".bias", theirs + ".bias", columns.total(), columns.from(), columns.out()));
    }

    private static void norm(List<Placement> all, String ours, String theirs, long width) {
        all.add(Placement.same(ours + ".weight", theirs + ".weight", width));
        all.add(Placement.same(ours + ".bias", theirs + ".bias", width));
    }

    /** The causal mask is kept as a tensor by old versions; a tied output's weight is the table once more. */
    @Override
    public boolean withoutEffect(String tensor) {
        return tensor.endsWith(".attn.bias") || tensor.endsWith(".attn.masked_bias") || tensor.equals("lm_head.weight");
    }
}
