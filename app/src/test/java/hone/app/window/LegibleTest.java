package hone.app.window;

import static org.junit.jupiter.api.Assertions.assertEquals;

import hone.app.window.model.Setting;
import hone.app.window.model.StudioViewModel;
import hone.app.window.view.ModelChooser;
import hone.engine.technique.Recipe;
import hone.visualizers.theme.Theme;
import hone.visualizers.theme.ThemeFonts;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import javafx.geometry.Bounds;
import javafx.scene.Node;
import javafx.scene.Parent;
import javafx.scene.control.Labeled;
import javafx.scene.control.ScrollPane;
import javafx.scene.control.TableView;
import javafx.scene.text.Text;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.testfx.framework.junit5.ApplicationExtension;
import org.testfx.util.WaitForAsyncUtils;

/** Walks the scene graph and finds every text that is cut short or sticks out of the window. */
@ExtendWith(ApplicationExtension.class)
@Timeout(90)
class LegibleTest {
    private static final double SMALLEST_TEXT = 11;

    @ParameterizedTest
    @CsvSource({
        "LIGHT, 1366, 768, simd, -1",
        "LIGHT, 1366, 768, 'simd,threads,int8,prune=0.9', 1",
        "DARK, 1366, 768, prune, 1",
        "DARK, 1366, 768, 'simd,threads=2,int8:activations=int8', 1",
        "HIGH_CONTRAST, 1366, 768, 'int8', 1",
        "LIGHT, 1366, 728, '', 1",
        "LIGHT, 1280, 720, 'simd,int8,prune', 1",
        "DARK, 1920, 1080, 'simd,threads', 1"
    })
    void nothingIsClipped(Theme theme, double width, double height, String recipe, long millisPerBlock)
            throws Exception {
        var studio = new StudioViewModel(
                new FakePort(millisPerBlock),
                new FxThread(),
                new Setting("mlp", Recipe.parse(recipe), Recipe.NONE, 256));
        StudioScene content = WaitForAsyncUtils.waitForAsyncFx(30_000, () -> open(studio, theme, width, height));
        WaitForAsyncUtils.waitFor(
                30,
                TimeUnit.SECONDS,
                () -> millisPerBlock < 0 || studio.runningProperty().get().isEmpty());
        List<String> faults = WaitForAsyncUtils.waitForAsyncFx(30_000, () -> {
            content.scene().snapshot(null);
            content.scene().snapshot(null);
            var found = new ArrayList<String>();
            walk(content.scene().getRoot(), width, height, found);
            content.stop();
            return found;
        });
        assertEquals(List.of(), faults);
    }

    private static StudioScene open(StudioViewModel studio, Theme theme, double width, double height) {
        ThemeFonts.register();
        var content = new StudioScene(studio, new SilentDesk(), ModelChooser.NONE, width, height);
        content.themeProperty().set(theme);
        studio.run();
        return content;
    }

    private static void walk(Parent parent, double width, double height, List<String> faults) {
        for (Node node : parent.getChildrenUnmodifiable()) {
            if (!node.isVisible() || node instanceof TableView) {
                continue; // a table scrolls: its columns may lie outside
            }
            if (node instanceof Labeled label) {
                check(label, faults);
            }
            if (node instanceof Text || node instanceof Labeled) {
                within(node, width, height, faults);
            }
            if (node instanceof ScrollPane pane) {
                narrowEnough(pane, faults);
            } else if (node instanceof Parent inner) {
                walk(inner, width, height, faults);
            }
            if (node instanceof ScrollPane pane && pane.getContent() instanceof Parent inner) {
                walk(inner, width, Double.MAX_VALUE, faults);
            }
        }
    }

    private static void check(Labeled label, List<String> faults) {
        String wanted = label.getText() == null ? "" : label.getText();
        if (wanted.isEmpty() || label.getWidth() <= 0) {
            return;
        }
        for (Node part : label.lookupAll(".text")) {
            if (part instanceof Text text
                    && label.equals(text.getParent())
                    && !text.getText().equals(wanted)) {
                faults.add("cut short: \"" + wanted + "\" shows as \"" + text.getText() + '"');
            }
        }
        if (label.getFont().getSize() < SMALLEST_TEXT) {
            faults.add("too small: \"" + wanted + "\" at " + label.getFont().getSize() + " px");
        }
    }

    private static void within(Node node, double width, double height, List<String> faults) {
        Bounds bounds = node.localToScene(node.getLayoutBounds());
        if (bounds.getWidth() > 0
                && (bounds.getMinX() < -0.5
                        || bounds.getMinY() < -0.5
                        || bounds.getMaxX() > width + 0.5
                        || bounds.getMaxY() > height + 0.5)) {
            faults.add("outside the window: " + node + " at " + bounds);
        }
    }

    private static void narrowEnough(ScrollPane pane, List<String> faults) {
        double content = pane.getContent().getLayoutBounds().getWidth();
        double room = pane.getViewportBounds().getWidth();
        if (content > room + 0.5) {
            faults.add(pane.getId() + " is " + content + " wide and has room for " + room);
        }
    }
}
