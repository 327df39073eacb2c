package hone.profiler.peer;

import hone.engine.InvalidInput;
import hone.engine.tensor.Tensor;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A session run through ONNX Runtime's Java interface, as a Java program in a hurry would: the tensors are made once, over
 * direct buffers that are our own tensors' memory, the outputs are given to each run, and each run's result is closed.
 */
final class OnnxJavaSession implements PeerSession {
    private final OnnxJavaApi api;
    private final OnnxSettings settings;
    private final Object session;
    private final Map<String, Object> inputs = new LinkedHashMap<>();
    private final Map<String, Object> outputs = new LinkedHashMap<>();
    private boolean closed;

    private OnnxJavaSession(OnnxJavaApi api, OnnxSettings settings, Object session) {
        this.api = api;
        this.settings = settings;
        this.session = session;
    }

    static OnnxJavaSession open(OnnxJavaApi api, byte[] onnx, OnnxSettings settings) {
        try {
            Object options = api.newOptions().invoke();
            try {
                api.setOptions().apply(options, settings);
                Object session = api.createSession().invoke(api.environment(), onnx, options);
                return new OnnxJavaSession(api, settings, session);
            } finally {
                api.closeOptions().invoke(options);
            }
        } catch (Throwable e) {
            throw OnnxJavaApi.failure(e);
        }
    }

    @Override
    public OnnxSettings settings() {
        return settings;
    }

    @Override
    public PeerSession input(String name, Tensor tensor) {
        bind(inputs, name, tensor);
        return this;
    }

    @Override
    public PeerSession output(String name, Tensor tensor) {
        bind(outputs, name, tensor);
        return this;
    }

    private void bind(Map<String, Object> named, String name, Tensor tensor) {
        Object type = api.elementTypes().get(tensor.dtype().name());
        if (type == null) {
            throw new InvalidInput(
                    "the Java interface takes elements of " + api.elementTypes().keySet() + " here",
                    name,
                    "it has " + tensor.dtype());
        }
        ByteBuffer memory = tensor.segment().asByteBuffer().order(ByteOrder.nativeOrder());
        try {
            Object made = api.createTensor()
                    .invoke(api.environment(), memory, tensor.shape().sizes(), type);
            Object before = named.put(name, made);
            if (before != null) {
                api.closeTensor().invoke(before);
            }
        } catch (Throwable e) {
            throw OnnxJavaApi.failure(e);
        }
    }

    @Override
    public void run() {
        try {
            Object result = (Object) api.run().invokeExact(session, inputs, outputs);
            api.closeResult().invokeExact(result);
        } catch (Throwable e) {
            throw OnnxJavaApi.failure(e);
        }
    }

    @Override
    public void close() {
        if (closed) {
            return;
        }
        closed = true;
        try {
            for (Object tensor : inputs.values()) {
                api.closeTensor().invoke(tensor);
            }
            for (Object tensor : outputs.values()) {
                api.closeTensor().invoke(tensor);
            }
            api.closeSession().invoke(session);
        } catch (Throwable e) {
            throw OnnxJavaApi.failure(e);
        }
    }
}
