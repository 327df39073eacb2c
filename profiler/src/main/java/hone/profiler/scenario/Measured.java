package hone.profiler.scenario;

/**
 * What a scenario has measured.
 *
 * @param ownFloor how far the baseline strayed from itself in it, as a share
 * @param compiled whether the compiler was done with the kernels when what counts began
 * @param steady whether what counts kept its level
 * @param pairs of the baseline's stretches or passes that the floor rests on
 */
record Measured(ScenarioResult result, double ownFloor, boolean compiled, boolean steady, int pairs) {
    private static final int FEWEST_PAIRS = 3;

    /** Whether its floor tells what is usual. */
    boolean tellsTheFloor() {
        return compiled && steady && pairs >= FEWEST_PAIRS && Double.isFinite(ownFloor);
    }
}
