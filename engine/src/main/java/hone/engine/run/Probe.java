package hone.engine.run;

/**
 * Sees every op of a run begin and end. Latency is measured without one; per-op times, recordings and taps come from
 * runs of their own.
 */
public interface Probe {
    /** Nobody looks; the executor then takes its bare path. */
    Probe NONE = new Probe() {
        @Override
        public void before(int step) {}

        @Override
        public void after(int step) {}
    };

    /** @param step index in the plan's steps, about to run */
    void before(int step);

    /** @param step index in the plan's steps, just done */
    void after(int step);
}
