package hone.profiler.peer;

import java.util.Optional;

/** Another program's way to run whole models, which it takes as ONNX. */
public interface ModelPeer {
    /** As the command line and reports name it: "onnxruntime". */
    String id();

    /** Why it cannot be used here, as a clause; empty where it can. Asking opens it. */
    Optional<String> unavailableReason();

    /**
     * "1.26.0".
     *
     * @throws hone.engine.Unavailable if it cannot be used
     */
    String version();

    /**
     * A session for one model, run through its Java interface, as a Java program would.
     *
     * @param onnx the model's file
     * @throws hone.engine.InvalidInput if it refuses the model, with its reason
     * @throws hone.engine.Unavailable if it cannot be used
     */
    PeerSession openJava(byte[] onnx, OnnxSettings settings);

    /**
     * A session for one model without a binding's time.
     *
     * @param onnx the model's file
     * @throws hone.engine.InvalidInput if it refuses the model, with its reason
     * @throws hone.engine.Unavailable if it cannot be used
     */
    PeerSession open(byte[] onnx, OnnxSettings settings);
}
