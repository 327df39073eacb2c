package hone.app.window.port;

import hone.profiler.report.RunReport;

/** Told once, on any thread, how a trial ended, and before that whatever was unusual. */
public interface TrialListener {
    /** Something went wrong beside the result, which stands all the same; the sentence is for a person. */
    void noted(String sentence);

    /** It came to a result. */
    void finished(RunReport report);

    /** It could not be done; the sentence is for a person. */
    void failed(String sentence);

    /** It was stopped, by a person or by a later trial. */
    void cancelled();
}
