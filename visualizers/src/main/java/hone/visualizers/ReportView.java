package hone.visualizers;

import hone.profiler.report.RunReport;
import javafx.scene.Node;

/**
 * One picture of a run report. The report carries both arms, measured interleaved in one session, so a picture never
 * has to match two reports of its own accord.
 */
public interface ReportView {
    /** The node to place in a scene; the same one at every call. */
    Node node();

    /** Draws the report; called on the FX thread once per finished trial. */
    void show(RunReport report);

    /** Back to the empty state, which says what to do to fill it. */
    void clear();
}
