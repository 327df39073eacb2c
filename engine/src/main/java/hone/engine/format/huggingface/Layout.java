package hone.engine.format.huggingface;

import hone.engine.model.GptDimensions;
import hone.engine.model.GptForm;
import java.util.List;
import java.util.Set;

/** How one family of models names and stores its weights. */
interface Layout {
    /** As config.json names the family. */
    String modelType();

    /** Keys that say how a model was or is to be trained, saved or sampled, and nothing of what it computes. */
    Set<String> WITHOUT_EFFECT = Set.of(
            "_name_or_path",
            "architectures",
            "model_type",
            "torch_dtype",
            "dtype",
            "transformers_version",
            "bos_token_id",
            "eos_token_id",
            "pad_token_id",
            "unk_token_id",
            "use_cache",
            "initializer_range",
            "gradient_checkpointing",
            "attention_dropout",
            "task_specific_params",
            "pretraining_tp");

    /**
     * Sizes and form.
     *
     * @throws hone.engine.InvalidInput if the config lacks a key, or has one with another meaning than ours; by name
     */
    Shaped read(ModelConfig config);

    /** What a config says. */
    record Shaped(GptDimensions dimensions, GptForm form) {}

    /** Where every weight comes from. */
    List<Placement> placements(Shaped shaped, Set<String> stored);

    /** Whether a tensor that no weight comes from may be passed over. */
    boolean withoutEffect(String tensor);
}
