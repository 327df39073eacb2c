package hone.profiler.peer;

import hone.engine.tensor.Tensor;

/**
 * A model opened in ONNX Runtime, with inputs and outputs bound to the caller's tensors: a run reads and writes them in
 * place. One thread at a time.
 */
public interface PeerSession extends AutoCloseable {
    OnnxSettings settings();

    /** Lets later runs read an input from this tensor, whose memory must outlive the session. */
    PeerSession input(String name, Tensor tensor);

    /** Lets later runs write an output into this tensor, whose memory must outlive the session. */
    PeerSession output(String name, Tensor tensor);

    /**
     * Infers once.
     *
     * @throws hone.engine.InvalidInput if the library refuses, as it does for an input of the wrong shape
     */
    void run();

    @Override
    void close();
}
