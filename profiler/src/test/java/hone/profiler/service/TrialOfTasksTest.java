package hone.profiler.service;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import hone.engine.Cancellation;
import hone.engine.InvalidInput;
import hone.engine.Progress;
import hone.engine.data.DataSpec;
import hone.engine.data.LabelledImages;
import hone.engine.data.Preparation;
import hone.engine.data.TextCorpus;
import hone.engine.data.token.ByteTokenizer;
import hone.engine.data.token.TokenCorpus;
import hone.engine.data.token.TokenWindow;
import hone.engine.data.token.TokenWindows;
import hone.engine.model.Architecture;
import hone.engine.model.Model;
import hone.engine.model.Zoo;
import hone.engine.run.KernelCosts;
import hone.engine.run.Planner;
import hone.engine.technique.Recipe;
import hone.engine.train.Initialisation;
import hone.engine.train.LanguageJudge;
import hone.profiler.quality.HeldOut;
import hone.profiler.report.RunReport;
import hone.profiler.report.RunReportJson;
import hone.profiler.report.RunReportText;
import hone.profiler.trial.LiveBlocks;
import hone.profiler.trial.TrialBudget;
import hone.profiler.trial.TrialListener;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The same path measures models of measures and of text. */
class TrialOfTasksTest {
    private static final TrialBudget SHORT = new TrialBudget(200_000_000L, 300_000_000L, 2_000_000_000L);

    @AutoClose
    private final SmallWorld world = new SmallWorld();

    @TempDir
    Path folder;

    private RunReport run(TrialRequest request) {
        return new TrialService(world.environment())
                .run(request.withBudget(SHORT), TrialListener.NONE, new LiveBlocks(60), new Cancellation());
    }

    private static void assertRoundTrip(RunReport report, String metric) {
        String json = RunReportJson.text(report);
        assertEquals(report, RunReportJson.parse(json, "test"));
        assertFalse(json.contains("\"accuracy\""), "only classifiers have one");
        assertTrue(RunReportText.of(report).contains(metric));
    }

    @Test
    void measures() throws IOException {
        StringBuilder csv = new StringBuilder();
        for (int i = 0; i < 100; i++) {
            csv.append(i)
                    .append(',')
                    .append(i % 7)
                    .append(',')
                    .append(1.5 * i - 40)
                    .append('\n');
        }
        DataSpec data = DataSpec.parse("csv:" + Files.writeString(folder.resolve("table.csv"), csv));
        LabelledImages raw = data.loadEvaluation(Progress.NONE, new Cancellation());
        LabelledImages samples = Preparation.of(raw).apply(raw);
        Model model = Initialisation.fresh(Zoo.find("mlp-2-16-1"), 1, world.budget());
        RunReport report = run(
                TrialRequest.of(model, "table", HeldOut.of(samples), () -> samples, Recipe.parse("simd,int8"), 16, 1));
        assertEquals("R²", report.candidate().quality().metric());
        assertEquals(100, report.candidate().quality().n());
        assertRoundTrip(report, "R²");
    }

    @Test
    void text() {
        Architecture architecture = Zoo.find("gpt-2-32-4-16-v256");
        Model model = Initialisation.fresh(architecture, 1, world.budget());
        TokenCorpus text = TokenCorpus.of(
                new TextCorpus("rhyme", "the cat sat on the mat and the rat ran. ".repeat(20)), new ByteTokenizer());
        List<TokenWindow> windows = new ArrayList<>();
        for (int i = 0; i < 23; i++) {
            windows.add(new TokenWindow(i * 30, 9 + i % 8));
        }
        windows.add(new TokenWindow(text.count() - 4, 3));
        TokenWindows samples = new TokenWindows(text, windows, 16);
        TrialRequest request = TrialRequest.of(
                model, "rhyme", new HeldOut.Text(samples), () -> samples, Recipe.parse("simd,int8"), 4, 1);
        RunReport report = run(request);
        // The same windows one by one and no longer than they are: nothing behind a window's end changes what is
        // judged.
        double alone = new LanguageJudge(new Planner(KernelCosts.typical()), world.pool(), world.budget())
                .losses(model, text, windows, new Cancellation())
                .perplexity();
        assertEquals(alone, report.baseline().quality().value(), 1e-4 * alone);
        assertEquals(24, report.candidate().quality().n());
        assertFalse(report.candidate().quality().higherIsBetter());
        assertRoundTrip(report, "perplexity");
        InvalidInput refusal = assertThrows(
                InvalidInput.class,
                () -> run(TrialRequest.of(
                        model, "rhyme", new HeldOut.Text(samples), () -> samples, Recipe.parse("kvcache"), 4, 1)));
        assertTrue(refusal.getMessage().contains("hone generate"), refusal.getMessage());
    }
}
