package hone.profiler.generate;

import static org.junit.jupiter.api.Assertions.assertTrue;

import hone.engine.Cancellation;
import hone.engine.Progress;
import hone.engine.data.token.Tokenizer;
import hone.engine.format.Artefact;
import hone.engine.format.Checkpoints;
import hone.engine.generate.Sampler;
import hone.engine.generate.Sampling;
import hone.engine.generate.Sequence;
import hone.engine.memory.MemoryBudget;
import hone.engine.model.Zoo;
import hone.engine.run.KernelCosts;
import hone.engine.run.KernelPool;
import hone.engine.run.PlanRequest;
import hone.engine.run.Planner;
import hone.engine.technique.Fold;
import hone.engine.technique.Recipe;
import hone.engine.technique.Setup;
import hone.engine.technique.SetupCache;
import hone.engine.technique.Workbench;
import java.util.Locale;
import java.util.OptionalInt;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The floor of decoding: 100 tokens a second for the shipped transformer with INT8 weights and kept keys and values. */
@Tag("slow")
class ShippedGptSpeedTest {
    private static final int WARM_UPS = 20;
    private static final double FLOOR = 100;

    @ParameterizedTest
    @ValueSource(strings = {"kvcache,int8", "kvcache,int8,simd"})
    void itDecodesAboveTheFloor(String recipe) {
        MemoryBudget budget = MemoryBudget.ofThisMachine();
        Planner planner = new Planner(KernelCosts.typical());
        Artefact shipped = new Checkpoints(budget).shipped(Zoo.find("gpt"));
        Tokenizer tokenizer = shipped.tokenizer().orElseThrow();
        Cancellation never = new Cancellation();
        try (KernelPool pool = new KernelPool(2)) {
            Workbench workbench = new Workbench(
                    () -> {
                        throw new AssertionError("nothing calibrates");
                    },
                    "none",
                    1,
                    planner,
                    pool,
                    budget,
                    Progress.NONE,
                    never);
            Setup setup = new Fold(new SetupCache())
                    .fold(new Setup(shipped.setup().model(), PlanRequest.baseline(1)), Recipe.parse(recipe), workbench)
                    .setup();
            var plan = planner.plan(setup.model().graph(), setup.model().weights(), setup.request());
            try (Sequence sequence = Sequence.open(plan, pool, budget)) {
                TimedGenerator generator = new TimedGenerator(
                        sequence, new Sampler(Sampling.greedy(), tokenizer.vocabularySize()), OptionalInt.empty());
                int[] prompt = tokenizer.prompt("once upon a time");
                double rate = 0;
                for (int i = 0; i < WARM_UPS; i++) {
                    rate = generator.generate(prompt, 128, _ -> {}, never).tokensPerSecond();
                }
                System.out.printf(Locale.ROOT, "shipped GPT with %s: %.0f tokens/s%n", recipe, rate);
                assertTrue(rate >= FLOOR, rate + " tokens/s");
            }
        }
    }
}
