package hone.engine.kernel;

import java.util.Optional;

/** Whether this JVM was started with the Vector API. Asking loads none of its classes. */
public final class VectorModule {
    private static final String NAME = "jdk.incubator.vector";

    private VectorModule() {}

    /** Why SIMD kernels cannot run; empty where they can. */
    public static Optional<String> unavailableReason() {
        return ModuleLayer.boot().findModule(NAME).isPresent()
                ? Optional.empty()
                : Optional.of("the JVM was started without --add-modules " + NAME);
    }
}
