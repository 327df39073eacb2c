package hone.engine.format;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import hone.engine.Cancellation;
import hone.engine.Cancelled;
import hone.engine.data.DataSpec;
import hone.engine.data.story.StoryGenerator;
import hone.engine.data.story.StoryGrammar;
import hone.engine.data.story.StoryWords;
import hone.engine.data.token.TokenCorpus;
import hone.engine.data.token.TokenWindow;
import hone.engine.generate.Sampler;
import hone.engine.generate.Sampling;
import hone.engine.generate.Sequence;
import hone.engine.graph.LayerGlob;
import hone.engine.kernel.Rung;
import hone.engine.memory.MemoryBudget;
import hone.engine.model.Model;
import hone.engine.model.NamedGpt;
import hone.engine.model.Zoo;
import hone.engine.rewrite.KeyValueCaching;
import hone.engine.run.KernelCosts;
import hone.engine.run.KernelPool;
import hone.engine.run.PlanRequest;
import hone.engine.run.Planner;
import hone.engine.run.Probe;
import hone.engine.train.Initialisation;
import hone.engine.train.LanguageJudge;
import hone.engine.train.LanguageListener;
import hone.engine.train.LanguageSettings;
import hone.engine.train.LanguageTrainer;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The transformer that ships: it tells stories, and its log can be checked. */
class ShippedGptTest {
    private static final long SEED = 77;
    private static final StoryWords WORDS = StoryWords.all();
    private static final int MOST_BYTES = 2_000_000;

    private final MemoryBudget budget = new MemoryBudget(1L << 30);

    @AutoClose
    private final KernelPool pool = new KernelPool(Runtime.getRuntime().availableProcessors());

    private final Planner planner = new Planner(KernelCosts.typical());
    private final Artefact shipped = new Checkpoints(budget).shipped(Zoo.find("gpt"));
    private final Model model = shipped.setup().model();

    private static byte[] resource(String name) throws IOException {
        try (InputStream in = ShippedGptTest.class.getResourceAsStream(name)) {
            return in == null ? new byte[0] : in.readAllBytes();
        }
    }

    private double fact(String name) {
        return Double.parseDouble(shipped.provenance().facts().getOrDefault(name, "NaN"));
    }

    @Test
    void itIsSmallAndSaysHowItCameToBe() throws IOException {
        byte[] file = resource("gpt.safetensors");
        assertTrue(file.length > 0 && file.length < MOST_BYTES, file.length + " bytes");
        assertEquals(WORDS.words(), ((StoryWords) shipped.tokenizer().orElseThrow()).words());
        String command = shipped.provenance().facts().getOrDefault("command", "");
        assertTrue(command.matches("hone train gpt --data stories:seed=1 --steps \\d+ --seed 1"), command);
        String log = new String(resource("gpt.log"), StandardCharsets.UTF_8);
        assertTrue(log.contains(command), log);
        assertTrue(log.contains(String.format(Locale.ROOT, "held out %.4f nats/token", fact("testNats"))), log);
    }

    /** What the model loses beside the generator, on the same stories: much steadier than either loss. */
    private double excess(int stories) {
        TokenCorpus text = TokenCorpus.of(StoryGenerator.text(1, 2_000_000, stories), WORDS);
        List<TokenWindow> windows = text.judging(WORDS.ending(), 160);
        var losses = new LanguageJudge(planner, pool, budget).losses(model, text, windows, new Cancellation());
        double own = 0;
        for (int i = 1; i < stories; i++) {
            own += StoryGenerator.story(1, 2_000_000 + i).nats();
        }
        return losses.natsPerToken() - own / losses.tokens();
    }

    @Test
    void itGuessesAlmostAsWellAsTheGenerator() {
        double excess = excess(13);
        double recorded = fact("testNats") - fact("entropyNats");
        assertTrue(recorded > 0 && recorded < 0.03, "recorded: " + recorded);
        assertTrue(excess > 0 && excess < 2 * recorded, excess + " nats/token above the entropy");
    }

    private List<String> story(long number) {
        var graph = KeyValueCaching.of(model.graph(), 8);
        PlanRequest request = PlanRequest.baseline(1).withRung(LayerGlob.ALL, Rung.PACKED);
        List<String> words = new ArrayList<>();
        try (Sequence sequence = Sequence.open(planner.plan(graph, model.weights(), request), pool, budget)) {
            Sampler sampler = new Sampler(new Sampling(0.7, 0, 0.95, SEED + number), WORDS.vocabularySize());
            int[] next = WORDS.prompt("");
            while (sequence.length() + next.length <= sequence.context()
                    && (words.isEmpty() || !words.getLast().equals(StoryWords.END))) {
                int token = sampler.next(sequence.append(next, Probe.NONE, new Cancellation()), words.size());
                words.add(WORDS.words().get(token));
                next = new int[] {token};
            }
        }
        return words;
    }

    /** How many of so many stories are the grammar's, and how many are but for the animal that answers. */
    private int[] grammatical(int count) {
        int[] good = new int[2];
        for (int i = 0; i < count; i++) {
            List<String> words = story(i);
            good[0] += StoryGrammar.problem(words).isEmpty() ? 1 : 0;
            Optional<String> problem = StoryGrammar.problemButForTheAnimal(words);
            good[1] += problem.isEmpty() ? 1 : 0;
            problem.ifPresent(what -> System.out.println("not a story: " + what + ": " + String.join(" ", words)));
        }
        return good;
    }

    /** Every sentence in its place, names, pronouns, things and places as they belong together; the animal may be forgotten. */
    @Test
    void itTellsStoriesThatTheGrammarCouldHaveTold() {
        int[] good = grammatical(12);
        assertTrue(good[1] >= 10, good[1] + " of 12 stories, seed " + SEED);
    }

    @Test
    @Tag("slow")
    void theFiguresStandAsRecorded() {
        int[] good = grammatical(200);
        System.out.printf(
                Locale.ROOT,
                "shipped GPT: of 200 stories at temperature 0.7 and top-p 0.95, %d are the grammar's but for the animal that "
                        + "answers, %d in every word, seed %d%n",
                good[1],
                good[0],
                SEED);
        assertTrue(good[1] >= 180, good[1] + " of 200 stories");
        double excess = excess(400);
        System.out.printf(Locale.ROOT, "shipped GPT: %.4f nats/token above the generator's entropy%n", excess);
        assertEquals(fact("testNats") - fact("entropyNats"), excess, 0.002);
    }

    /** The log's first line, made again by the command's first steps. */
    @Test
    @Tag("slow")
    void itsFirstStepsCanBeRepeated() throws IOException {
        String log = new String(resource("gpt.log"), StandardCharsets.UTF_8);
        Matcher line =
                Pattern.compile("step +(\\d+) of (\\d+)  loss ([0-9.]+) ").matcher(log);
        assertTrue(line.find(), log);
        int first = Integer.parseInt(line.group(1));
        TokenCorpus text = TokenCorpus.of(DataSpec.parse("stories").loadParts().train(), WORDS);
        LanguageSettings settings = LanguageSettings.usual(Integer.parseInt(line.group(2)), 16, 160, 1);
        Cancellation stop = new Cancellation();
        double[] loss = new double[1];
        LanguageListener listener = new LanguageListener() {
            @Override
            public void report(double fraction, String what) {}

            @Override
            public void stepDone(Step step, Supplier<Model> snapshot) {
                loss[0] = step.smoothedLoss();
                if (step.step() == first) {
                    stop.cancel();
                }
            }
        };
        Model fresh = Initialisation.fresh(NamedGpt.STORIES.architecture(), 1, budget);
        try {
            new LanguageTrainer(planner, pool, budget).train(fresh, text, settings, listener, stop);
        } catch (Cancelled _) {
            // meant: the first steps are enough
        }
        System.out.printf(
                Locale.ROOT, "shipped GPT, step %d: loss %.4f, the log says %s%n", first, loss[0], line.group(3));
        assertEquals(Double.parseDouble(line.group(3)), loss[0], 0.02);
    }
}
