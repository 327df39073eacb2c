package hone.engine.kernel;

import com.sun.management.HotSpotDiagnosticMXBean;
import java.lang.management.ManagementFactory;
import java.util.Optional;

/** Whether this processor and this JVM can run kernels written with the Vector API at the speed they are written for. */
public final class VectorUnit {
    private VectorUnit() {}

    /** Why vector kernels cannot run here; empty where they can. */
    public static Optional<String> unavailableReason() {
        if (ModuleLayer.boot().findModule("jdk.incubator.vector").isEmpty()) {
            return Optional.of("Java was started without --add-modules jdk.incubator.vector");
        }
        return fusedMultiplyAdd() ? Optional.empty() : Optional.of("the processor has no fused multiply-add");
    }

    /**
     * Without the instruction, the Vector API rounds each lane through arbitrary-precision numbers: right, and a
     * thousand times slower than a plain loop. A JVM that does not know the flag is taken at its word.
     */
    private static boolean fusedMultiplyAdd() {
        var machine = ManagementFactory.getPlatformMXBean(HotSpotDiagnosticMXBean.class);
        try {
            return machine == null
                    || Boolean.parseBoolean(machine.getVMOption("UseFMA").getValue());
        } catch (IllegalArgumentException e) {
            return true;
        }
    }
}
