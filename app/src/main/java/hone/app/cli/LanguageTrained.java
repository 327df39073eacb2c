package hone.app.cli;

import hone.engine.data.DataSpec;
import hone.engine.data.token.Tokenizer;
import hone.engine.format.Artefact;
import hone.engine.format.Provenance;
import hone.engine.model.Model;
import hone.engine.run.PlanRequest;
import hone.engine.technique.Recipe;
import hone.engine.technique.Setup;
import hone.engine.train.CurvePoint;
import hone.engine.train.LanguageResult;
import hone.engine.train.LanguageSettings;
import hone.profiler.quality.TextQuality;
import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * A trained language model and how it came to be.
 *
 * @param result of the training
 * @param tokenizer of its tokens
 * @param settings of the run
 * @param trainTokens tokens of the text it learned from
 * @param validation judged by text that the curve was of
 * @param test judged by text that took no part at all
 * @param entropy of that text, nats a token, where it is known
 * @param start hash of the model whose weights it started from; empty for fresh weights
 */
record LanguageTrained(
        LanguageResult result,
        Tokenizer tokenizer,
        LanguageSettings settings,
        long trainTokens,
        TextQuality validation,
        TextQuality test,
        OptionalDouble entropy,
        Optional<String> start) {
    /**
     * A point of the curve.
     *
     * @param step from 1
     * @param loss nats a token on the windows of the last fifty steps or so
     * @param heldOut nats a token on held-out windows
     * @param learningRate of the step
     * @param seconds since the first step
     * @param nanos the same
     */
    record Point(long step, double loss, double heldOut, double learningRate, double seconds, long nanos) {
        static Point of(CurvePoint point) {
            return new Point(
                    point.step(),
                    point.loss(),
                    point.heldOutLoss().orElseThrow(),
                    point.learningRate(),
                    point.nanos() / 1e9,
                    point.nanos());
        }
    }

    private Model model() {
        return result.model();
    }

    private double seconds() {
        return result.curve().getLast().nanos() / 1e9;
    }

    void print(PrintWriter out) {
        out.printf(
                Locale.ROOT,
                "trained in %.1f s on %,d tokens: held out %.4f nats/token (95 %% interval %.4f to %.4f), perplexity %.3f, "
                        + "on %,d tokens; validation %.4f nats/token%n",
                seconds(),
                trainTokens,
                test.natsPerToken().estimate(),
                test.natsPerToken().low(),
                test.natsPerToken().high(),
                test.quality().value(),
                test.tokens(),
                validation.natsPerToken().estimate());
        entropy.ifPresent(nats -> out.printf(
                Locale.ROOT,
                "the generator's own entropy on the same tokens: %.4f nats/token, perplexity %.3f%n",
                nats,
                Math.exp(nats)));
        out.printf(
                Locale.ROOT,
                "%s: %,d parameters, vocabulary %,d, seed %d%n",
                model().id(),
                model().parameters(),
                tokenizer.vocabularySize(),
                settings.seed());
        out.println(result.ending().text());
        out.flush();
    }

    /** What is saved: weights, tokenizer, and the facts of the run without a path of this machine. */
    Artefact artefact(String command, DataSpec data) {
        Map<String, String> facts = new LinkedHashMap<>();
        facts.put("command", command);
        start.ifPresent(hash -> facts.put("startedFrom", hash));
        facts.put("data", withoutPath(data));
        facts.put(
                "split",
                data.entropy().isPresent() ? "other stories of the same seed" : "0.9, 0.05 and 0.05 by position");
        facts.put("seed", Long.toString(settings.seed()));
        facts.put("trainTokens", Long.toString(trainTokens));
        facts.put("validationNats", nats(validation));
        facts.put("testNats", nats(test));
        facts.put("testTokens", Long.toString(test.tokens()));
        if (result.ending().best().isPresent()) {
            facts.put("ending", result.ending().text());
        }
        entropy.ifPresent(own -> facts.put("entropyNats", String.format(Locale.ROOT, "%.4f", own)));
        Setup setup = new Setup(model(), PlanRequest.baseline(1));
        return new Artefact(setup, Recipe.NONE, new Provenance(facts), Optional.of(tokenizer));
    }

    /** The data's text form, with PATH for a path of this machine. */
    static String withoutPath(DataSpec data) {
        return data.entropy().isPresent() ? data.text() : data.text().replaceAll(":.*", ":PATH");
    }

    private static String nats(TextQuality quality) {
        return String.format(Locale.ROOT, "%.4f", quality.natsPerToken().estimate());
    }

    /** For programs. */
    Map<String, Object> values(DataSpec data) {
        Map<String, Object> values = new LinkedHashMap<>();
        values.put("model", model().id());
        start.ifPresent(hash -> values.put("startedFrom", hash));
        values.put("data", data.text());
        values.put("vocabulary", tokenizer.vocabularySize());
        values.put("trainTokens", trainTokens);
        values.put("quality", test.quality());
        values.put("natsPerToken", test.natsPerToken().estimate());
        values.put("validationNatsPerToken", validation.natsPerToken().estimate());
        values.put("testTokens", test.tokens());
        entropy.ifPresent(nats -> values.put("entropyNatsPerToken", nats));
        values.put("parameters", model().parameters());
        values.put("seconds", seconds());
        values.put("seed", settings.seed());
        values.put("hash", model().hash());
        values.put("settings", settings.values());
        values.put("memory", FootprintText.values(result.footprint()));
        values.put("ending", EndingText.values(result.ending()));
        values.put("curve", result.curve().stream().map(Point::of).toList());
        return values;
    }
}
