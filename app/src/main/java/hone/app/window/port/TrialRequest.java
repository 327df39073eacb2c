package hone.app.window.port;

import hone.engine.technique.Recipe;

/**
 * What to compare.
 *
 * @param model id of the workload
 * @param recipe of the candidate
 * @param baseline of the side it is compared with; empty for plain Java
 * @param batch samples per inference
 */
public record TrialRequest(String model, Recipe recipe, Recipe baseline, int batch) {}
