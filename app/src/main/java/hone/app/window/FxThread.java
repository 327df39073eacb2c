package hone.app.window;

import java.util.concurrent.Executor;
import javafx.application.Platform;

/** The one way from any thread to the FX thread. Work that is there already runs at once and in order. */
public final class FxThread implements Executor {
    @Override
    public void execute(Runnable work) {
        if (Platform.isFxApplicationThread()) {
            work.run();
        } else {
            Platform.runLater(work);
        }
    }
}
