package hone.app.cli;

import hone.engine.data.Split;
import hone.engine.train.TrainingResult;
import hone.profiler.report.Quality;
import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/**
 * What {@code train} says of a model that answers each sample once.
 *
 * @param result of the training
 * @param split that it learned from and was tested with
 * @param quality on the test part
 */
record Trained(TrainingResult result, Split split, Quality quality) {
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

    /** @param data where the samples come from */
    Map<String, Object> values(String data) {
        Map<String, Object> values = new LinkedHashMap<>();
        values.put("model", result.model().id());
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
        values.put("epochs", result.epochs());
        return values;
    }
}
