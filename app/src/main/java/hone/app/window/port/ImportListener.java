package hone.app.window.port;

/** Told once, on any thread, how an import ended. */
public interface ImportListener {
    /**
     * The model is among the port's workloads.
     *
     * @param id of its workload
     * @param sentence that says what was imported
     */
    void finished(String id, String sentence);

    /** It could not be imported; the sentence is for a person. */
    void failed(String sentence);

    /** It was stopped; nothing was kept. */
    void cancelled();
}
