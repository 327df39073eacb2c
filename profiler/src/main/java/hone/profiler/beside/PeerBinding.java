package hone.profiler.beside;

import hone.engine.graph.Graph;
import hone.engine.graph.Node;
import hone.engine.memory.MemoryRegion;
import hone.engine.model.Architecture;
import hone.engine.tensor.Tensor;
import hone.profiler.arm.OpenArm;
import hone.profiler.peer.PeerSession;

/** Binds a peer's session to the memory that our own side reads its samples from, and to an output of its own. */
final class PeerBinding {
    private PeerBinding() {}

    /**
     * The session, which is closed if it cannot be bound.
     *
     * @param exported what the session runs
     * @param ours whose input is shared; it must stay open as long as the session is
     * @param region holds the session's output, and zeros for inputs that are no samples, as our side has them
     */
    static Beside.Theirs bind(PeerSession session, ExportedModel exported, OpenArm ours, MemoryRegion region) {
        boolean bound = false;
        try {
            Architecture architecture = Architecture.of(exported.model());
            Graph graph = exported.model().graph();
            for (Node.Input input : graph.inputs()) {
                session.input(
                        input.name(),
                        input.name().equals(architecture.input())
                                ? ours.input()
                                : region.tensor(
                                        input.type().dtype(), input.type().maxShape()));
            }
            Tensor output = region.tensor(ours.output().dtype(), ours.output().shape());
            session.output(architecture.output(), output);
            bound = true;
            return new Beside.Theirs(session, output);
        } finally {
            if (!bound) {
                session.close();
            }
        }
    }
}
