package hone.app.cli;

import hone.engine.InvalidInput;
import hone.profiler.peer.ModelPeer;
import hone.profiler.peer.OnnxRuntime;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Another program's runtime that a run is compared with. */
final class PeerOption {
    @Option(
            names = "--peer",
            paramLabel = "NAME",
            description = "also run the exported model in this runtime, in turns with both sides: onnxruntime")
    private @Nullable String name;

    /**
     * Which; empty where none is asked for.
     *
     * @throws InvalidInput if there is none of that name
     */
    Optional<ModelPeer> peer() {
        if (name == null) {
            return Optional.empty();
        }
        ModelPeer runtime = new OnnxRuntime();
        if (!name.equals(runtime.id())) {
            throw new InvalidInput("there is no such peer for whole models", name, "there is " + runtime.id());
        }
        return Optional.of(runtime);
    }
}
