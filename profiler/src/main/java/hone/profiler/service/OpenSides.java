package hone.profiler.service;

import hone.engine.Cancellation;
import hone.engine.model.Architecture;
import hone.profiler.arm.OpenArm;
import java.util.List;

/**
 * Both sides opened for one trial. Where they are the same setup it is one arm, so that a plan compared with itself is
 * the same memory too, and any difference is the machine's.
 */
final class OpenSides implements AutoCloseable {
    private final OpenArm baseline;
    private final OpenArm candidate;

    private OpenSides(OpenArm baseline, OpenArm candidate) {
        this.baseline = baseline;
        this.candidate = candidate;
    }

    /** @throws hone.engine.OverBudget if both do not fit; nothing is kept then */
    static OpenSides open(Side baseline, Side candidate, TrialEnvironment environment, Cancellation stop) {
        Architecture architecture = Architecture.of(baseline.setup().model());
        OpenArm first = OpenArm.open(baseline.plan(), architecture, environment.pool(), environment.budget(), stop);
        if (baseline.key().equals(candidate.key())) {
            return new OpenSides(first, first);
        }
        boolean opened = false;
        try {
            OpenArm second =
                    OpenArm.open(candidate.plan(), architecture, environment.pool(), environment.budget(), stop);
            opened = true;
            return new OpenSides(first, second);
        } finally {
            if (!opened) {
                first.close();
            }
        }
    }

    OpenArm baseline() {
        return baseline;
    }

    OpenArm candidate() {
        return candidate;
    }

    /** The distinct arms. */
    List<OpenArm> arms() {
        return baseline == candidate ? List.of(baseline) : List.of(baseline, candidate);
    }

    @Override
    public void close() {
        arms().forEach(OpenArm::close);
    }
}
