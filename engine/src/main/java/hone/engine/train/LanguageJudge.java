package hone.engine.train;

import hone.engine.Cancellation;
import hone.engine.InvalidInput;
import hone.engine.data.token.TokenCorpus;
import hone.engine.data.token.TokenWindow;
import hone.engine.graph.Graph;
import hone.engine.graph.LayerGlob;
import hone.engine.kernel.Rung;
import hone.engine.memory.Category;
import hone.engine.memory.MemoryBudget;
import hone.engine.memory.MemoryRegion;
import hone.engine.model.Gpt;
import hone.engine.model.Model;
import hone.engine.run.Executor;
import hone.engine.run.KernelPool;
import hone.engine.run.Plan;
import hone.engine.run.PlanRequest;
import hone.engine.run.Planner;
import hone.engine.run.Probe;
import hone.engine.tensor.DType;
import hone.engine.tensor.Shape;
import hone.engine.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;

/** Says how well language models guess a text, window by window; each begins with an empty context. */
public final class LanguageJudge {
    private final Planner planner;
    private final KernelPool pool;
    private final MemoryBudget budget;

    public LanguageJudge(Planner planner, KernelPool pool, MemoryBudget budget) {
        this.planner = planner;
        this.pool = pool;
        this.budget = budget;
    }

    /** The losses on the fastest plan there is; it throws as the other form does. */
    public TextLosses losses(Model model, TokenCorpus text, List<TokenWindow> windows, Cancellation stop) {
        PlanRequest fastest =
                PlanRequest.baseline(1).withRung(LayerGlob.ALL, Rung.PACKED).withThreads(LayerGlob.ALL, pool.size());
        return losses(model, fastest, text, windows, stop);
    }

    /**
     * The losses of a model on parts of a text.
     *
     * @param model over whole sequences
     * @param request how to plan it; the batch is 1 in any case
     * @param windows none longer than the model's context
     * @throws InvalidInput if there is no window, or text and model do not fit
     * @throws hone.engine.Cancelled between two windows, if cancelled
     */
    public TextLosses losses(
            Model model, PlanRequest request, TokenCorpus text, List<TokenWindow> windows, Cancellation stop) {
        int longest = windows.stream().mapToInt(TokenWindow::length).max().orElse(0);
        requireFit(model.graph(), text, longest);
        Graph graph = ClassificationLoss.on(model.graph());
        Plan plan = planner.plan(graph, model.weights(), request.withBatch(1));
        List<TextLosses.Window> losses = new ArrayList<>();
        try (MemoryRegion data = budget.open(Category.DATA, "windows of a text");
                Executor executor = Executor.open(plan, pool, budget)) {
            Tensor ids = data.tensor(DType.I32, Shape.of(1, longest));
            Tensor labels = data.tensor(DType.I32, Shape.of(1, longest));
            Tensor loss = data.tensor(DType.F32, Shape.of(1));
            executor.bindings()
                    .input(Gpt.POSITION, data.tensor(DType.I32, Shape.of(1)))
                    .output(ClassificationLoss.LOSS, loss);
            for (TokenWindow window : windows) {
                int length = window.length();
                text.copyWindow(window.start(), length, 0, ids.segment(), labels.segment());
                executor.bindings()
                        .input(Gpt.IDS, begin(ids, length))
                        .input(ClassificationLoss.LABELS, begin(labels, length));
                executor.run(Probe.NONE, stop);
                losses.add(new TextLosses.Window(length, (double) loss.getFloat(0) * length));
            }
        }
        return new TextLosses(losses);
    }

    private static Tensor begin(Tensor tokens, int length) {
        return new Tensor(Shape.of(1, length), DType.I32, tokens.segment().asSlice(0, (long) length * Integer.BYTES));
    }

    private static void requireFit(Graph graph, TokenCorpus text, int longest) {
        var ids = graph.find(Gpt.IDS)
                .map(graph::type)
                .filter(type -> type.rank() == 2 && graph.states().isEmpty())
                .orElseThrow(() -> new InvalidInput(
                        "this model cannot be judged by a text",
                        "",
                        "it has no input '" + Gpt.IDS + "' of whole sequences of tokens"));
        if (longest < 1 || longest > ids.dim(1).max()) {
            throw new InvalidInput(
                    "the windows do not fit the model",
                    text.id(),
                    "the longest has " + longest + " tokens, the context "
                            + ids.dim(1).max());
        }
        long vocabulary = graph.type(graph.output(Gpt.LOGITS)).dim(2).max();
        if (text.vocabularySize() > vocabulary) {
            throw new InvalidInput(
                    "the text has more tokens than the model",
                    text.id(),
                    text.vocabularySize() + " instead of at most " + vocabulary);
        }
    }
}
