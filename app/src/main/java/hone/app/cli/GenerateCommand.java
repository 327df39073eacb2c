package hone.app.cli;

import hone.app.Services;
import hone.engine.Cancellation;
import hone.engine.Cancelled;
import hone.engine.InvalidInput;
import hone.engine.data.token.WrittenText;
import hone.engine.generate.Sampler;
import hone.engine.generate.Sampling;
import hone.engine.generate.Sequence;
import hone.engine.run.Plan;
import hone.engine.technique.Recipe;
import hone.profiler.generate.AttentionTimes;
import hone.profiler.generate.Generation;
import hone.profiler.generate.TimedGenerator;
import hone.profiler.generate.WarmUp;
import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Continues a text, and says how long each token took. */
@Command(
        name = "generate",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        description = {
            "Continue a text with a language model and print it as it comes.",
            "Without --temperature the likeliest token is always taken. The same seed and options write the same text."
        })
final class GenerateCommand implements Callable<Integer> {
    private static final int MOST_WARM_UP = 60;

    @Parameters(
            index = "0",
            paramLabel = "MODEL",
            description =
                    "gpt, one of the library, a checkpoint, a Hugging Face folder of GPT-2 or Llama, a llama2.c .bin,"
                            + " or an ONNX file that takes tokens")
    private String model = "";

    @Option(names = "--checkpoint", paramLabel = "FILE", description = "weights for a model that is named, such as gpt")
    private @Nullable String checkpoint;

    @Option(
            names = "--tokenizer",
            paramLabel = "FILE",
            description = "tokenizer.json, or llama2.c's tokenizer.bin (default: what comes with the model)")
    private @Nullable String tokenizer;

    @Option(names = "--prompt", paramLabel = "TEXT", description = "to be continued (default: nothing)")
    private String prompt = "";

    @Option(names = "--tokens", paramLabel = "N", description = "the most to write (default: ${DEFAULT-VALUE})")
    private int tokens = 128;

    @Option(
            names = "--temperature",
            paramLabel = "T",
            description = "0 for the likeliest token always (default: 0, or 1 with --top-k or --top-p)")
    private @Nullable Double temperature;

    @Option(names = "--top-k", paramLabel = "K", description = "draw among the K likeliest tokens only")
    private @Nullable Integer topK;

    @Option(
            names = "--top-p",
            paramLabel = "P",
            description = "draw among the fewest likeliest tokens that together reach this probability")
    private @Nullable Double topP;

    @Option(names = "--seed", paramLabel = "S", description = "of the draws (default: ${DEFAULT-VALUE})")
    private long seed = 1;

    @Option(names = "--enable", paramLabel = "RECIPE", description = "techniques to switch on, such as kvcache,int8")
    private String recipe = "";

    @Option(
            names = "--warm-up",
            paramLabel = "S",
            description =
                    "the most seconds of writing for nothing before, while Java compiles (default: ${DEFAULT-VALUE})")
    private double warmUp = 20;

    @Option(
            names = "--attention",
            description =
                    "write the text once more with a probe at each op, and show what attention takes of each token's time")
    private boolean attention;

    @Option(names = "--json", paramLabel = "FILE", description = "also write the result as JSON")
    private @Nullable String json;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() {
        Recipe parsed = Recipe.parse(recipe);
        Sampling sampling = sampling();
        if (tokens < 1) {
            throw new InvalidInput("there must be at least one token to write", "--tokens", "it is " + tokens);
        }
        if (!(warmUp >= 0 && warmUp <= MOST_WARM_UP)) {
            throw new InvalidInput("the warm-up takes 0 to " + MOST_WARM_UP + " s", "--warm-up", "it is " + warmUp);
        }
        OutputFile.check("--json", json);
        Cancellation stop = Interruption.stop();
        try (Services services = Services.open()) {
            TerminalProgress progress = new TerminalProgress(spec.commandLine().getErr());
            TextModel found = TextModel.find(services, model, checkpoint, tokenizer, progress, stop);
            progress.end();
            int[] begin = found.tokenizer().prompt(prompt);
            Plan plan = found.plan(services, parsed, seed, progress, stop);
            try (Sequence sequence = Sequence.open(plan, services.pool(), services.budget())) {
                write(found, sequence, begin, sampling, stop);
            }
        }
        return 0;
    }

    private Sampling sampling() {
        boolean drawn = topK != null || topP != null;
        return new Sampling(
                temperature == null ? (drawn ? 1 : 0) : temperature,
                topK == null ? 0 : topK,
                topP == null ? 1 : topP,
                seed);
    }

    private void write(TextModel found, Sequence sequence, int[] begin, Sampling sampling, Cancellation stop) {
        PrintWriter out = spec.commandLine().getOut();
        WrittenText written = new WrittenText(found.tokenizer());
        StringBuilder text = new StringBuilder();
        TimedGenerator generator = new TimedGenerator(
                sequence,
                new Sampler(sampling, sequence.vocabulary()),
                found.tokenizer().ending());
        WarmUp.Result warmth = new WarmUp(warmUp).run(generator, begin, tokens, stop);
        show(out, text, written.begin(begin));
        Generation generation;
        try {
            generation = generator.generate(begin, tokens, token -> show(out, text, written.next(token)), stop);
        } catch (Cancelled e) {
            out.println();
            out.flush();
            throw e;
        }
        show(out, text, written.rest());
        out.println();
        print(out, generation);
        if (!warmth.warm()) {
            out.printf(
                    Locale.ROOT,
                    "cold: Java was not done compiling after %.1f s of warm-up, so these times are not its best%n",
                    warmth.seconds());
            out.flush();
        }
        Optional<AttentionTimes> apart =
                attention ? Optional.of(generator.attentionApart(begin, generation, stop)) : Optional.empty();
        apart.ifPresent(times -> print(out, times));
        if (json != null) {
            Map<String, Object> values = values(found, generation, text.toString());
            values.put("warm", warmth.warm());
            apart.ifPresent(times -> values.put("attention", values(times)));
            JsonOutput.write(json, values);
        }
    }

    private static void show(PrintWriter out, StringBuilder text, String more) {
        text.append(more);
        out.print(more);
        out.flush();
    }

    private static void print(PrintWriter out, Generation generation) {
        out.printf(
                Locale.ROOT,
                "%,d tokens (%s), %s; prompt of %,d tokens in %.1f ms; %,d bytes of keys and values%n",
                generation.tokens().length,
                generation.end().text(),
                Double.isNaN(generation.tokensPerSecond())
                        ? "too few to time"
                        : String.format(Locale.ROOT, "%.1f tokens/s", generation.tokensPerSecond()),
                generation.promptTokens(),
                generation.prefillNanos() / 1e6,
                generation.cacheBytes());
        out.flush();
    }

    private static void print(PrintWriter out, AttentionTimes times) {
        out.println();
        out.print(times.text());
        if (!Double.isNaN(times.attentionNanosPerContextToken())) {
            out.printf(
                    Locale.ROOT,
                    "with each token before it, a token's attention takes %.1f ns more, all else %.1f ns%n",
                    times.attentionNanosPerContextToken(),
                    times.restNanosPerContextToken());
        }
        out.flush();
    }

    private static Map<String, Object> values(AttentionTimes times) {
        Map<String, Object> values = new LinkedHashMap<>();
        values.put("prefillAttentionNanos", times.prefillAttentionNanos());
        values.put("prefillRestNanos", times.prefillRestNanos());
        values.put("attentionNanos", times.attentionNanos());
        values.put("restNanos", times.restNanos());
        double slope = times.attentionNanosPerContextToken();
        values.put("attentionNanosPerContextToken", Double.isNaN(slope) ? null : slope);
        return values;
    }

    private Map<String, Object> values(TextModel found, Generation generation, String text) {
        Map<String, Object> values = new LinkedHashMap<>();
        values.put("model", found.model().id());
        values.put("recipe", Recipe.parse(recipe).toString());
        values.put("seed", seed);
        values.put("text", text);
        values.put("promptTokens", generation.promptTokens());
        values.put("tokens", generation.tokens().length);
        values.put("prefillNanos", generation.prefillNanos());
        double rate = generation.tokensPerSecond();
        values.put("tokensPerSecond", Double.isNaN(rate) ? null : rate);
        values.put("perTokenNanos", generation.perTokenNanos());
        values.put("cacheBytes", generation.cacheBytes());
        return values;
    }
}
