package hone.app.window.view;

import hone.profiler.report.RunReport;
import hone.visualizers.ReportView;
import java.util.ArrayDeque;
import java.util.List;
import javafx.animation.AnimationTimer;
import org.jspecify.annotations.Nullable;

/**
 * Shows a report in several views, one in each of the window's frames: all at once, on a machine that draws in
 * software, would be a frame of a tenth of a second. On the FX thread only.
 */
final class ShowInTurn {
    private final ArrayDeque<ReportView> waiting = new ArrayDeque<>();
    private @Nullable RunReport report;
    private final AnimationTimer frames = new AnimationTimer() {
        @Override
        public void handle(long now) {
            ReportView next = waiting.poll();
            RunReport shown = report;
            if (next == null || shown == null) {
                stop();
            } else {
                next.show(shown);
            }
        }
    };

    /** Views that still wait to show an earlier report skip it. */
    void show(RunReport shown, List<? extends ReportView> views) {
        report = shown;
        waiting.clear();
        waiting.addAll(views);
        frames.start();
    }

    /** Takes a view out of the queue: it has something newer to show. */
    void skip(ReportView view) {
        waiting.remove(view);
    }

    /** Whether no view waits any more. */
    boolean isOver() {
        return waiting.isEmpty();
    }

    /** Takes all out of the queue. */
    void skipAll() {
        waiting.clear();
    }
}
