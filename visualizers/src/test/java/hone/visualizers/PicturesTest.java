package hone.visualizers;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import hone.profiler.report.Verdict;
import hone.visualizers.bars.BarsView;
import hone.visualizers.chart.ChartPane;
import hone.visualizers.chart.ExportDesk;
import hone.visualizers.latency.LatencyTrace;
import hone.visualizers.latency.LatencyView;
import hone.visualizers.memory.MemoryView;
import hone.visualizers.ops.OpsView;
import hone.visualizers.theme.Theme;
import hone.visualizers.theme.ThemeFonts;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.SimpleObjectProperty;
import javafx.scene.Parent;
import javafx.scene.Scene;
import javafx.scene.control.ButtonBase;
import javafx.scene.control.MenuButton;
import javafx.scene.control.MenuItem;
import javafx.scene.control.TableView;
import javafx.scene.control.ToggleButton;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.testfx.framework.junit5.ApplicationExtension;
import org.testfx.util.WaitForAsyncUtils;

/** Every picture in a scene: drawn, as a table, exported, and thrifty with its repaints. */
@ExtendWith(ApplicationExtension.class)
@Timeout(60)
class PicturesTest {
    @TempDir
    Path folder;

    private final ObjectProperty<Theme> theme = new SimpleObjectProperty<>(Theme.LIGHT);
    private final List<String> copied = new ArrayList<>();
    private final Texts texts = Texts.pictures();

    private final ExportDesk desk = new ExportDesk() {
        @Override
        public Optional<Path> choose(String suggestedName) {
            return Optional.of(folder.resolve(suggestedName));
        }

        @Override
        public void save(Path file, Writing writing) {
            try {
                writing.to(file);
            } catch (java.io.IOException e) {
                throw new java.io.UncheckedIOException(e);
            }
        }

        @Override
        public void copy(String text) {
            copied.add(text);
        }
    };

    private List<ReportView> views() {
        return List.of(
                new LatencyView(theme, desk, texts),
                new MemoryView(theme, desk, texts),
                new BarsView(theme, desk, texts),
                new OpsView(desk, texts));
    }

    @Test
    void everyPictureDrawsInEveryThemeAndExports() {
        onFx(() -> {
            ThemeFonts.register();
            for (ReportView view : views()) {
                Scene scene = scene(view);
                view.show(SampleReport.of(0.5, Verdict.FASTER, 8));
                for (Theme worn : Theme.values()) {
                    theme.set(worn);
                    worn.dress(scene);
                    scene.snapshot(null);
                }
                MenuButton menu = (MenuButton) scene.getRoot().lookup(".menu-button");
                menu.getItems().forEach(MenuItem::fire);
            }
        });
        for (String name : List.of("latency", "memory", "accuracy-and-size", "ops")) {
            for (String kind : List.of(".png", ".svg", ".csv")) {
                assertTrue(folder.resolve(name + kind).toFile().length() > 100, name + kind);
            }
        }
        assertEquals(4, copied.size());
    }

    @Test
    void aChartHasATableTwinAndSaysWhatItShows() {
        onFx(() -> {
            var view = new MemoryView(theme, desk, texts);
            Scene scene = scene(view);
            view.show(SampleReport.of(0.5, Verdict.FASTER, 8));
            scene.snapshot(null);
            ChartPane chart = (ChartPane) scene.getRoot().lookup(".chart-pane");
            assertTrue(chart.getAccessibleText().contains("120 MB"), chart.getAccessibleText());
            ((ToggleButton) scene.getRoot().lookup(".toggle-button")).fire();
            scene.snapshot(null);
            TableView<?> table = (TableView<?>) scene.getRoot().lookup(".table-view");
            assertEquals(10, table.getItems().size());
        });
    }

    @Test
    void anEmptyPictureSaysHowToFillItAndItsToolsAreOff() {
        onFx(() -> {
            for (ReportView view : views()) {
                Scene scene = scene(view);
                scene.snapshot(null);
                assertNotNull(scene.getRoot().lookup(".picture-empty"));
                assertTrue(scene.getRoot().lookup(".menu-button").isDisabled());
                view.show(SampleReport.of(0.5, Verdict.FASTER, 8));
                view.clear();
                assertNotNull(scene.getRoot().lookup(".picture-empty"));
            }
        });
    }

    @Test
    void aFloodOfBlocksIsPaintedAtMostTenTimesASecond() {
        onFx(() -> {
            var view = new LatencyView(theme, desk, texts);
            Scene scene = scene(view);
            var trace = new LatencyTrace();
            view.follow(trace);
            long begun = System.nanoTime();
            for (int i = 0; i < 300; i++) {
                trace.append(new double[] {100 + i % 7}, new double[] {50 + i % 5});
                view.poll();
                scene.getRoot().layout();
                scene.getRoot().applyCss();
            }
            double seconds = (System.nanoTime() - begun) / 1e9;
            scene.snapshot(null);
            assertTrue(view.paints() <= 3 + seconds * 10, view.paints() + " paints in " + seconds + " s");
        });
    }

    @Test
    void onlyNewBlocksAreDrawnAndAHiddenChartIsNot() {
        onFx(() -> {
            var view = new LatencyView(theme, desk, texts);
            Scene scene = scene(view);
            view.show(SampleReport.of(0.5, Verdict.FASTER, 8));
            scene.snapshot(null);
            long paints = view.paints();
            view.poll();
            scene.snapshot(null);
            assertEquals(paints, view.paints());
            view.node().setVisible(false);
            view.show(SampleReport.of(0.6, Verdict.FASTER, 8));
            scene.snapshot(null);
            assertEquals(paints, view.paints());
        });
    }

    @Test
    void everyControlOfACardHasANameForScreenReaders() {
        onFx(() -> {
            for (ReportView view : views()) {
                Scene scene = scene(view);
                view.show(SampleReport.of(0.5, Verdict.FASTER, 8));
                scene.snapshot(null);
                scene.getRoot().lookupAll(".icon-button").forEach(node -> {
                    if (node instanceof ButtonBase button) {
                        assertFalse(button.getAccessibleText() == null, button.toString());
                    }
                });
            }
        });
    }

    private Scene scene(ReportView view) {
        var scene = new Scene((Parent) view.node(), 420, 240);
        Theme.LIGHT.dress(scene);
        return scene;
    }

    private static void onFx(Runnable work) {
        WaitForAsyncUtils.waitForAsyncFx(40_000, work);
    }
}
