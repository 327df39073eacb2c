package hone.engine.technique.memory;

import hone.engine.graph.Graph;
import hone.engine.graph.LayerGlob;
import hone.engine.graph.Node;
import hone.engine.model.Gpt;
import hone.engine.model.Model;
import hone.engine.rewrite.CacheForm;
import hone.engine.rewrite.KeyValueCaching;
import hone.engine.technique.Effort;
import hone.engine.technique.Goal;
import hone.engine.technique.Knob;
import hone.engine.technique.Preview;
import hone.engine.technique.RecipeStep;
import hone.engine.technique.Setup;
import hone.engine.technique.Stage;
import hone.engine.technique.Technique;
import hone.engine.technique.Workbench;
import hone.engine.tensor.DType;
import hone.engine.tensor.TensorType;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Keeps the keys and values of a text's tokens, so that a new token computes its own row only. */
public final class KvCache implements Technique {
    /** Tokens of a prompt that are computed together: enough to use each weight many times while it is in the cache. */
    private static final int PREFILL = 64;

    private static final String FLOAT32 = "float32";
    private static final String FLOAT16 = "float16";
    private static final String INT8 = "int8";
    private static final Knob CACHE = new Knob.Choice(
            "cache",
            "Kept as",
            "How keys and values are kept: float32 changes nothing, float16 takes half of the memory, int8 about a quarter.",
            FLOAT32,
            List.of(FLOAT32, FLOAT16, INT8));
    private static final Knob WINDOW = new Knob.Range(
            "window",
            "Window",
            "How many of the last tokens are kept and seen; 0 keeps all. What is further back is forgotten.",
            "0",
            0,
            1 << 20,
            1,
            true);

    @Override
    public String id() {
        return "kvcache";
    }

    @Override
    public String title() {
        return "KV cache";
    }

    @Override
    public String text() {
        return "Keeps the keys and values of all tokens so far, so that each new token costs one row instead of the whole "
                + "text again. Takes memory that grows with the text; the scores stay the same up to rounding. "
                + "Kept in fewer bits, or only for the last tokens, they take less, and the scores change.";
    }

    @Override
    public Stage stage() {
        return Stage.MEMORY;
    }

    @Override
    public Set<Goal> goals() {
        return Set.of(Goal.FASTER);
    }

    @Override
    public List<Knob> knobs() {
        return List.of(CACHE, WINDOW);
    }

    @Override
    public Effort effort(RecipeStep step) {
        return Effort.INSTANT;
    }

    @Override
    public Optional<String> refusal(Preview preview, RecipeStep step) {
        if (!step.layers().equals(LayerGlob.ALL)) {
            return Optional.of("it concerns the whole model, not only the layers that match " + step.layers());
        }
        return KeyValueCaching.refusal(preview.graph());
    }

    @Override
    public Preview preview(Preview before, RecipeStep step) {
        return before.withGraph(cached(before.graph(), step));
    }

    @Override
    public Applied apply(Setup setup, RecipeStep step, Workbench workbench) {
        Model model = setup.model();
        Graph graph = cached(model.graph(), step);
        long rows = graph.states().getFirst().type().dim(0).max();
        long bytes = graph.states().stream()
                .map(Node.State::type)
                .mapToLong(TensorType::maxBytes)
                .sum();
        String note = "each token keeps " + bytes / rows + " bytes of keys and values, up to " + rows + " tokens";
        return new Applied(setup.withModel(new Model(model.id(), graph, model.weights())), List.of(note));
    }

    private Graph cached(Graph graph, RecipeStep step) {
        long context =
                graph.find(Gpt.IDS).map(ids -> graph.type(ids).dim(1).max()).orElse(1L);
        DType dtype = switch (value(step, CACHE.id())) {
            case FLOAT16 -> DType.F16;
            case INT8 -> DType.I8;
            default -> DType.F32;
        };
        CacheForm form = new CacheForm(dtype, Integer.parseInt(value(step, WINDOW.id())));
        return KeyValueCaching.of(graph, (int) Math.min(PREFILL, context), form);
    }
}
