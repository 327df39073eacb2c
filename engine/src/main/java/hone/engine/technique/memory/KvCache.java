package hone.engine.technique.memory;

import hone.engine.graph.Graph;
import hone.engine.graph.LayerGlob;
import hone.engine.graph.Node;
import hone.engine.model.Gpt;
import hone.engine.model.Model;
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
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Keeps the keys and values of a text's tokens, so that a new token computes its own row only. */
public final class KvCache implements Technique {
    /** Tokens of a prompt that are computed together: enough to use each weight many times while it is in the cache. */
    private static final int PREFILL = 64;

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
                + "text again. Takes memory that grows with the text; the scores stay the same up to rounding.";
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
        return List.of();
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
        return before.withGraph(cached(before.graph()));
    }

    @Override
    public Applied apply(Setup setup, RecipeStep step, Workbench workbench) {
        Model model = setup.model();
        Graph graph = cached(model.graph());
        long perToken = graph.states().stream()
                .map(Node.State::type)
                .mapToLong(type -> type.maxBytes() / type.dim(0).max())
                .sum();
        String note = "each token keeps " + perToken + " bytes of keys and values";
        return new Applied(setup.withModel(new Model(model.id(), graph, model.weights())), List.of(note));
    }

    private static Graph cached(Graph graph) {
        long context =
                graph.find(Gpt.IDS).map(ids -> graph.type(ids).dim(1).max()).orElse(1L);
        return KeyValueCaching.of(graph, (int) Math.min(PREFILL, context));
    }
}
