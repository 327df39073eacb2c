package hone.profiler.selfcheck;

import hone.profiler.arm.OpenArm;
import java.util.function.Supplier;

/**
 * A model at a batch size that can be opened for measuring.
 *
 * @param model id
 * @param batch samples a run
 * @param open opens it; whoever opens it closes it
 */
public record Subject(String model, int batch, Supplier<OpenArm> open) {}
