package hone.app.cli;

import hone.engine.data.Preparation;
import hone.engine.data.Split;
import hone.engine.format.Artefact;
import hone.engine.format.Provenance;
import hone.engine.run.PlanRequest;
import hone.engine.technique.Recipe;
import hone.engine.technique.Setup;
import hone.engine.train.TrainingResult;
import hone.engine.train.TrainingSettings;
import hone.profiler.report.Quality;
import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * What {@code train} says of a model that answers each sample once.
 *
 * @param result of the training
 * @param settings of the run
 * @param data where the samples come from
 * @param split that it learned from and was tested with
 * @param preparation of the samples
 * @param quality on the test part
 * @param start hash of the model whose weights it started from; empty for fresh weights
 */
record Trained(
        TrainingResult result,
        TrainingSettings settings,
        String data,
        Split split,
        Preparation preparation,
        Quality quality,
        Optional<String> start) {
    void print(PrintWriter terminal) {
        if (!quality.isShare()) {
            terminal.printf(
                    Locale.ROOT,
                    "trained in %.1f s: %s %.4f on %,d training samples, %.4f on %,d test samples"
                            + " (95 %% interval %.4f to %.4f)%n",
                    result.seconds(),
                    quality.metric(),
                    result.trainAccuracy(),
                    split.train().count(),
                    quality.value(),
                    split.test().count(),
                    quality.low(),
                    quality.high());
        } else {
            printShares(terminal);
        }
        terminal.printf(
                Locale.ROOT,
                "%s: %,d parameters, %,d FLOPs per sample, seed %d%n",
                result.model().id(),
                result.parameters(),
                result.flopsPerSample(),
                result.seed());
        terminal.println(result.ending().text());
        terminal.flush();
    }

    private void printShares(PrintWriter terminal) {
        terminal.printf(
                Locale.ROOT,
                "trained in %.1f s: %.2f %% of %,d training samples right, %.2f %% of %,d test samples%n",
                result.seconds(),
                100 * result.trainAccuracy(),
                split.train().count(),
                100 * result.testAccuracy(),
                split.test().count());
    }

    /**
     * What is saved: weights, and the facts of the run without a path of this machine.
     *
     * @param options that were given, as one writes them
     */
    Artefact artefact(String options, long seed) {
        Map<String, String> facts = new LinkedHashMap<>();
        String source = data.startsWith("generated")
                ? data.replaceAll(",split=.*", "")
                : data.substring(0, data.indexOf(':') + 1) + "PATH";
        String model = start.isPresent() ? "FILE" : result.model().id();
        facts.put("command", "hone train " + model + " --data " + source + options + " --seed " + seed);
        start.ifPresent(hash -> facts.put("startedFrom", hash));
        facts.put("data", data);
        facts.put("split", split.train().id() + " and " + split.test().id());
        facts.put("trainHash", split.train().hash());
        facts.put("testHash", split.test().hash());
        facts.put("seed", Long.toString(seed));
        boolean measured = split.test().measured();
        facts.put(measured ? "trainR2" : "trainAccuracy", String.format(Locale.ROOT, "%.4f", result.trainAccuracy()));
        facts.put(measured ? "testR2" : "testAccuracy", String.format(Locale.ROOT, "%.4f", result.testAccuracy()));
        if (result.ending().best().isPresent()) {
            facts.put("ending", result.ending().text());
        }
        Setup setup = new Setup(result.model(), PlanRequest.baseline(1));
        return new Artefact(setup, Recipe.NONE, new Provenance(facts), Optional.empty(), preparation);
    }

    /** For programs. */
    Map<String, Object> values() {
        Map<String, Object> values = new LinkedHashMap<>();
        values.put("model", result.model().id());
        start.ifPresent(hash -> values.put("startedFrom", hash));
        values.put("data", data);
        values.put("trainSamples", split.train().count());
        values.put("testSamples", split.test().count());
        values.put(quality.isShare() ? "trainAccuracy" : "trainR2", result.trainAccuracy());
        values.put(quality.isShare() ? "testAccuracy" : "testR2", result.testAccuracy());
        values.put("quality", quality);
        values.put("parameters", result.parameters());
        values.put("flopsPerSample", result.flopsPerSample());
        values.put("seconds", result.seconds());
        values.put("seed", result.seed());
        values.put("hash", result.model().hash());
        values.put("settings", settings.values());
        values.put("memory", FootprintText.values(result.footprint()));
        values.put("ending", EndingText.values(result.ending()));
        values.put("epochs", result.epochs());
        values.put("curve", result.epochs());
        return values;
    }
}
