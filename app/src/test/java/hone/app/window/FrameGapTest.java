package hone.app.window;

import static org.junit.jupiter.api.Assertions.assertTrue;

import hone.app.window.model.Setting;
import hone.app.window.model.StudioViewModel;
import hone.app.window.view.ModelChooser;
import hone.engine.technique.Recipe;
import hone.visualizers.theme.ThemeFonts;
import java.util.concurrent.TimeUnit;
import javafx.stage.Stage;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.testfx.api.FxToolkit;
import org.testfx.framework.junit5.ApplicationExtension;
import org.testfx.util.WaitForAsyncUtils;

/** The FX thread while trials run: the quick test asserts that it never hangs, the slow one prints the gaps. */
@ExtendWith(ApplicationExtension.class)
@Timeout(180)
class FrameGapTest {
    private static final double HANG_MILLIS = 1000;

    @Test
    void theWindowNeverHangsWhileATrialRuns() throws Exception {
        FrameGaps gaps = run(40, 3);
        assertTrue(gaps.max() < HANG_MILLIS, gaps.summary());
    }

    @Test
    @Tag("slow")
    void printsTheGapsOfALongerSession() throws Exception {
        FrameGaps gaps = run(100, 12);
        System.out.println("window, trial running: " + gaps.summary());
        assertTrue(gaps.max() < HANG_MILLIS, gaps.summary());
    }

    /** Runs so many trials one after the other in a shown window; the first only warms it up. */
    private static FrameGaps run(long millisPerBlock, int trials) throws Exception {
        var gaps = new FrameGaps();
        Stage stage = FxToolkit.registerStage(Stage::new);
        var port = new FakePort(millisPerBlock);
        StudioViewModel studio = WaitForAsyncUtils.waitForAsyncFx(30_000, () -> {
            ThemeFonts.register();
            var model = new StudioViewModel(
                    port, new FxThread(), new Setting("mlp", Recipe.parse("simd"), Recipe.NONE, 256));
            stage.setScene(new StudioScene(model, new SilentDesk(), ModelChooser.NONE, 1000, 900).scene());
            stage.setX(0);
            stage.setY(0);
            stage.show();
            model.run();
            return model;
        });
        finish(studio);
        WaitForAsyncUtils.waitForAsyncFx(5_000, gaps::start);
        for (int i = 0; i < trials; i++) {
            WaitForAsyncUtils.waitForAsyncFx(5_000, studio::run);
            finish(studio);
        }
        WaitForAsyncUtils.waitForAsyncFx(5_000, () -> {
            gaps.stop();
            stage.hide();
        });
        return gaps;
    }

    private static void finish(StudioViewModel studio) throws Exception {
        WaitForAsyncUtils.waitFor(
                30, TimeUnit.SECONDS, () -> studio.runningProperty().get().isEmpty());
    }
}
