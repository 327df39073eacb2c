package hone.profiler.peer;

import hone.engine.format.onnx.proto.OnnxTypes;
import hone.engine.library.Downcall;
import hone.engine.tensor.Tensor;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;

/** A session run through ONNX Runtime's C interface, as no binding's time is added to. */
final class OnnxSession implements PeerSession {
    private static final int SEQUENTIAL = 0;
    private static final int ALL_OPTIMIZATIONS = 99;
    private static final int DEVICE_ALLOCATOR = 0;
    private static final int DEFAULT_MEMORY = 0;

    private static final MethodHandle TAKE_OUT = OnnxApi.pointer(ValueLayout.ADDRESS);
    private static final MethodHandle SET_NUMBER = OnnxApi.pointer(ValueLayout.ADDRESS, ValueLayout.JAVA_INT);
    private static final MethodHandle SET_TEXT =
            OnnxApi.pointer(ValueLayout.ADDRESS, ValueLayout.ADDRESS, ValueLayout.ADDRESS);
    private static final MethodHandle CREATE_MEMORY_INFO =
            OnnxApi.pointer(ValueLayout.JAVA_INT, ValueLayout.JAVA_INT, ValueLayout.ADDRESS);
    private static final MethodHandle CREATE_SESSION = OnnxApi.pointer(
            ValueLayout.ADDRESS, // environment
            ValueLayout.ADDRESS, // model
            ValueLayout.JAVA_LONG, // its bytes
            ValueLayout.ADDRESS, // options
            ValueLayout.ADDRESS); // result
    private static final MethodHandle CREATE_TENSOR = OnnxApi.pointer(
            ValueLayout.ADDRESS, // memory info
            ValueLayout.ADDRESS, // elements
            ValueLayout.JAVA_LONG, // their bytes
            ValueLayout.ADDRESS, // sizes
            ValueLayout.JAVA_LONG, // rank
            ValueLayout.JAVA_INT, // element type
            ValueLayout.ADDRESS); // result
    private static final MethodHandle RUN = OnnxApi.pointer(
            ValueLayout.ADDRESS, // session
            ValueLayout.ADDRESS, // run options
            ValueLayout.ADDRESS, // input names
            ValueLayout.ADDRESS, // inputs
            ValueLayout.JAVA_LONG, // how many
            ValueLayout.ADDRESS, // output names
            ValueLayout.JAVA_LONG, // how many
            ValueLayout.ADDRESS); // outputs

    private final OnnxApi api;
    private final OnnxSettings settings;
    private final Arena arena = Arena.ofShared();
    private final MemorySegment memoryInfo;
    private final MemorySegment session;
    private final List<MemorySegment> values = new ArrayList<>();
    private final SequencedMap<String, MemorySegment> inputs = new LinkedHashMap<>();
    private final SequencedMap<String, MemorySegment> outputs = new LinkedHashMap<>();
    private Bound bound = new Bound(MemorySegment.NULL, MemorySegment.NULL, 0);
    private Bound results = new Bound(MemorySegment.NULL, MemorySegment.NULL, 0);
    private boolean closed;

    /** Arrays of names and values as a run takes them. */
    private record Bound(MemorySegment names, MemorySegment values, long count) {}

    private OnnxSession(OnnxApi api, OnnxSettings settings, MemorySegment memoryInfo, MemorySegment session) {
        this.api = api;
        this.settings = settings;
        this.memoryInfo = memoryInfo;
        this.session = session;
    }

    static OnnxSession open(OnnxApi api, MemorySegment environment, byte[] onnx, OnnxSettings settings) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment out = arena.allocate(ValueLayout.ADDRESS);
            MemorySegment options = options(api, settings, arena);
            try {
                MemorySegment model = arena.allocateFrom(ValueLayout.JAVA_BYTE, onnx);
                long bytes = onnx.length;
                api.check((MemorySegment) CREATE_SESSION.invokeExact(
                        api.address(OnnxApi.Function.CREATE_SESSION_FROM_ARRAY),
                        environment,
                        model,
                        bytes,
                        options,
                        out));
            } finally {
                api.release(OnnxApi.Function.RELEASE_SESSION_OPTIONS, options);
            }
            MemorySegment session = out.get(ValueLayout.ADDRESS, 0);
            api.check((MemorySegment) CREATE_MEMORY_INFO.invokeExact(
                    api.address(OnnxApi.Function.CREATE_CPU_MEMORY_INFO), DEVICE_ALLOCATOR, DEFAULT_MEMORY, out));
            return new OnnxSession(api, settings, out.get(ValueLayout.ADDRESS, 0), session);
        } catch (Throwable e) {
            throw Downcall.failure(e);
        }
    }

    private static MemorySegment options(OnnxApi api, OnnxSettings settings, Arena arena) throws Throwable {
        MemorySegment out = arena.allocate(ValueLayout.ADDRESS);
        api.check((MemorySegment) TAKE_OUT.invokeExact(api.address(OnnxApi.Function.CREATE_SESSION_OPTIONS), out));
        MemorySegment options = out.get(ValueLayout.ADDRESS, 0);
        number(api, OnnxApi.Function.SET_INTRA_OP_NUM_THREADS, options, settings.threads());
        number(api, OnnxApi.Function.SET_INTER_OP_NUM_THREADS, options, 1);
        number(api, OnnxApi.Function.SET_SESSION_EXECUTION_MODE, options, SEQUENTIAL);
        number(api, OnnxApi.Function.SET_SESSION_GRAPH_OPTIMIZATION_LEVEL, options, ALL_OPTIMIZATIONS);
        MemorySegment key = arena.allocateFrom("session.intra_op.allow_spinning");
        MemorySegment value = arena.allocateFrom(settings.spinning() ? "1" : "0");
        api.check((MemorySegment)
                SET_TEXT.invokeExact(api.address(OnnxApi.Function.ADD_SESSION_CONFIG_ENTRY), options, key, value));
        return options;
    }

    private static void number(OnnxApi api, OnnxApi.Function function, MemorySegment options, int value)
            throws Throwable {
        api.check((MemorySegment) SET_NUMBER.invokeExact(api.address(function), options, value));
    }

    @Override
    public OnnxSettings settings() {
        return settings;
    }

    @Override
    public PeerSession input(String name, Tensor tensor) {
        inputs.put(name, value(tensor));
        bound = bind(inputs);
        return this;
    }

    @Override
    public PeerSession output(String name, Tensor tensor) {
        outputs.put(name, value(tensor));
        results = bind(outputs);
        return this;
    }

    private MemorySegment value(Tensor tensor) {
        MemorySegment out = arena.allocate(ValueLayout.ADDRESS);
        MemorySegment sizes =
                arena.allocateFrom(ValueLayout.JAVA_LONG, tensor.shape().sizes());
        long rank = tensor.shape().sizes().length;
        int type = OnnxTypes.number(tensor.dtype());
        try {
            api.check((MemorySegment) CREATE_TENSOR.invokeExact(
                    api.address(OnnxApi.Function.CREATE_TENSOR_WITH_DATA_AS_ORT_VALUE),
                    memoryInfo,
                    tensor.segment(),
                    tensor.bytes(),
                    sizes,
                    rank,
                    type,
                    out));
        } catch (Throwable e) {
            throw Downcall.failure(e);
        }
        MemorySegment value = out.get(ValueLayout.ADDRESS, 0);
        values.add(value);
        return value;
    }

    private Bound bind(Map<String, MemorySegment> named) {
        MemorySegment names = arena.allocate(ValueLayout.ADDRESS, named.size());
        MemorySegment addresses = arena.allocate(ValueLayout.ADDRESS, named.size());
        int index = 0;
        for (Map.Entry<String, MemorySegment> entry : named.entrySet()) {
            names.setAtIndex(ValueLayout.ADDRESS, index, arena.allocateFrom(entry.getKey()));
            addresses.setAtIndex(ValueLayout.ADDRESS, index, entry.getValue());
            index++;
        }
        return new Bound(names, addresses, named.size());
    }

    @Override
    public void run() {
        try {
            api.check((MemorySegment) RUN.invokeExact(
                    api.address(OnnxApi.Function.RUN),
                    session,
                    MemorySegment.NULL,
                    bound.names(),
                    bound.values(),
                    bound.count(),
                    results.names(),
                    results.count(),
                    results.values()));
        } catch (Throwable e) {
            throw Downcall.failure(e);
        }
    }

    @Override
    public void close() {
        if (closed) {
            return;
        }
        closed = true;
        values.forEach(value -> api.release(OnnxApi.Function.RELEASE_VALUE, value));
        api.release(OnnxApi.Function.RELEASE_SESSION, session);
        api.release(OnnxApi.Function.RELEASE_MEMORY_INFO, memoryInfo);
        arena.close();
    }
}
