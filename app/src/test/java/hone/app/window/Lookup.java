package hone.app.window;

import java.util.Objects;
import javafx.application.Platform;
import javafx.scene.Node;
import javafx.scene.Scene;
import org.testfx.util.WaitForAsyncUtils;

/**
 * Finds nodes on the FX thread. A search on the test's own thread, as a robot makes one for a selector, meets lists that
 * change while it walks through them, wherever something runs and is shown.
 */
final class Lookup {
    private static final long MOST_MILLIS = 10_000;

    private Lookup() {}

    /** The node of a selector, which must be there. */
    static Node find(Scene scene, String selector) {
        Node found = Platform.isFxApplicationThread()
                ? scene.getRoot().lookup(selector)
                : WaitForAsyncUtils.waitForAsyncFx(
                        MOST_MILLIS, () -> scene.getRoot().lookup(selector));
        return Objects.requireNonNull(found, selector);
    }
}
