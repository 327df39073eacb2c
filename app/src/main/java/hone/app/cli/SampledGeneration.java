package hone.app.cli;

import hone.app.Services;
import hone.engine.Cancellation;
import hone.engine.generate.Sampler;
import hone.engine.generate.Sampling;
import hone.engine.generate.Sequence;
import hone.engine.run.Plan;
import hone.engine.run.PlanMemory;
import hone.engine.technique.Recipe;
import hone.profiler.generate.Generation;
import hone.profiler.generate.TimedGenerator;
import hone.profiler.memory.MemorySampler;
import hone.profiler.report.RecipeText;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalInt;
import java.util.function.Consumer;

/** Samples the memory while a language model writes a text from nothing, the likeliest token always. */
final class SampledGeneration {
    private SampledGeneration() {}

    /**
     * @param tokens to write, as many as the model's context has room for
     * @param planned hears of the plan before the work begins, and may refuse it
     * @throws hone.engine.InvalidInput if the model writes no text, or the recipe does not apply
     * @throws hone.engine.Cancelled if it was stopped
     */
    static SampledWork of(
            Services services,
            CandidateOptions candidate,
            int tokens,
            Consumer<PlanMemory> planned,
            TerminalProgress progress,
            Cancellation stop) {
        ModelOptions options = candidate.model();
        TextModel found = TextModel.find(services, options.model, options.checkpoint, null, progress, stop);
        int[] prompt = found.tokenizer().prompt("");
        Recipe recipe = candidate.recipe();
        try (MemorySampler sampler = MemorySampler.start(services.budget())) {
            sampler.mark("open");
            Plan plan = found.plan(services, recipe, candidate.seed(), progress, stop);
            PlanMemory memory = PlanMemory.of(plan);
            planned.accept(memory);
            Generation written;
            try (Sequence sequence = Sequence.open(plan, services.pool(), services.budget())) {
                sampler.mark("write");
                TimedGenerator generator = new TimedGenerator(
                        sequence, new Sampler(Sampling.greedy(), sequence.vocabulary()), OptionalInt.empty());
                int[] done = {0};
                written = generator.generate(
                        prompt, tokens, _ -> progress.report((double) ++done[0] / tokens, "writing"), stop);
            }
            sampler.mark("closed");
            Map<String, Object> facts = new LinkedHashMap<>();
            facts.put("work", "generation");
            facts.put("model", options.model);
            facts.put("recipe", recipe.toString());
            facts.put("tokens", written.tokens().length);
            facts.put("cacheBytes", written.cacheBytes());
            String title = options.model + ", " + written.tokens().length + " tokens written, "
                    + RecipeText.of(recipe.toString());
            return new SampledWork(title, facts, sampler.stop(), SampledWork.ofRun("a run", memory));
        }
    }
}
