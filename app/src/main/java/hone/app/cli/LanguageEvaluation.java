package hone.app.cli;

import hone.app.Services;
import hone.engine.Cancellation;
import hone.engine.InvalidInput;
import hone.engine.data.DataSpec;
import hone.engine.data.story.StoryWords;
import hone.engine.data.token.TokenCorpus;
import hone.engine.data.token.Tokenizer;
import hone.engine.format.Artefact;
import hone.engine.model.Gpt;
import hone.engine.model.Model;
import hone.engine.run.KernelCosts;
import hone.engine.train.LanguageJudge;
import hone.profiler.quality.TextQuality;
import hone.profiler.report.Quality;
import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;

/**
 * What {@code eval} says of a language model.
 *
 * @param model that was judged
 * @param data whose test part judged it
 * @param quality of its guesses
 * @param entropy of that text, nats a token, where it is known
 */
record LanguageEvaluation(Model model, DataSpec data, TextQuality quality, OptionalDouble entropy) {
    /** @throws InvalidInput if the model has no tokenizer, or the data is no text that it can read */
    static LanguageEvaluation of(Services services, Artefact artefact, DataSpec data, Cancellation stop) {
        Model model = artefact.setup().model();
        Tokenizer tokenizer = artefact.tokenizer()
                .orElseThrow(() -> new InvalidInput(
                        "this model cannot be judged by a text", model.id(), "its checkpoint carries no tokenizer"));
        TokenCorpus text = TokenCorpus.of(data.loadParts().test(), tokenizer);
        int context = Gpt.context(model.graph());
        LanguageJudge judge =
                new LanguageJudge(services.planner(KernelCosts.typical()), services.pool(), services.budget());
        TextQuality quality =
                TextQuality.of(judge.losses(model, text, text.judging(tokenizer.ending(), context), stop));
        return new LanguageEvaluation(
                model, data, quality, tokenizer instanceof StoryWords ? data.entropy() : OptionalDouble.empty());
    }

    void print(PrintWriter out) {
        Quality perplexity = quality.quality();
        out.printf(
                Locale.ROOT,
                "perplexity %.3f (95 %% interval %.3f to %.3f over %,d windows), %.4f nats/token on %,d tokens%n",
                perplexity.value(),
                perplexity.low(),
                perplexity.high(),
                perplexity.n(),
                quality.natsPerToken().estimate(),
                quality.tokens());
        entropy.ifPresent(nats -> out.printf(
                Locale.ROOT,
                "the generator's own entropy on the same tokens: %.4f nats/token, perplexity %.3f%n",
                nats,
                Math.exp(nats)));
        out.flush();
    }

    Map<String, Object> values() {
        Map<String, Object> values = new LinkedHashMap<>();
        values.put("model", model.id());
        values.put("data", data.text());
        values.put("quality", quality.quality());
        values.put("natsPerToken", quality.natsPerToken().estimate());
        values.put("tokens", quality.tokens());
        entropy.ifPresent(nats -> values.put("entropyNatsPerToken", nats));
        values.put("hash", model.hash());
        return values;
    }
}
