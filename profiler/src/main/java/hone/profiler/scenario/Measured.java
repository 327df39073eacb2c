package hone.profiler.scenario;

/**
 * What a scenario has measured.
 *
 * @param ownFloor how far the baseline strayed from itself in it, as a share
 * @param compiled whether the compiler was done with the kernels when what counts began
 */
record Measured(ScenarioResult result, double ownFloor, boolean compiled) {}
