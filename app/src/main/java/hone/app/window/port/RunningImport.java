package hone.app.window.port;

/** A model on its way into the library. */
public interface RunningImport {
    /** The latest progress; cheap, from a volatile field. */
    ImportProgress progress();

    /** Asks it to stop; returns at once. */
    void cancel();
}
