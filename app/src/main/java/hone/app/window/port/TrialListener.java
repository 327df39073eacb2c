package hone.app.window.port;

import hone.profiler.report.RunReport;

/** Told once, on any thread, how a trial ended. */
public interface TrialListener {
    /** It came to a result. */
    void finished(RunReport report);

    /** It could not be done; the sentence is for a person. */
    void failed(String sentence);

    /** It was stopped, by a person or by a later trial. */
    void cancelled();
}
