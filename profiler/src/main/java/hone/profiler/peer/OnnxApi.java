package hone.profiler.peer;

import hone.engine.InvalidInput;
import hone.engine.library.Downcall;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;

/**
 * ONNX Runtime's C interface: a table of functions whose order never changes, each of which gives back a status that is
 * null where all went well. Only what sessions need is here.
 *
 * @see <a href="https://onnxruntime.ai/docs/api/c/struct_ort_api.html">OrtApi</a>
 */
final class OnnxApi {
    /** The table's functions by their place in it. */
    enum Function {
        GET_ERROR_MESSAGE(2),
        CREATE_ENV(3),
        DISABLE_TELEMETRY_EVENTS(6),
        CREATE_SESSION_FROM_ARRAY(8),
        RUN(9),
        CREATE_SESSION_OPTIONS(10),
        SET_SESSION_EXECUTION_MODE(13),
        SET_SESSION_GRAPH_OPTIMIZATION_LEVEL(23),
        SET_INTRA_OP_NUM_THREADS(24),
        SET_INTER_OP_NUM_THREADS(25),
        CREATE_TENSOR_WITH_DATA_AS_ORT_VALUE(49),
        CREATE_CPU_MEMORY_INFO(69),
        RELEASE_STATUS(93),
        RELEASE_MEMORY_INFO(94),
        RELEASE_SESSION(95),
        RELEASE_VALUE(96),
        RELEASE_SESSION_OPTIONS(100),
        ADD_SESSION_CONFIG_ENTRY(130);

        private final int place;

        Function(int place) {
            this.place = place;
        }
    }

    /** The version of the table in which the last of them appeared. */
    private static final int VERSION = 5;

    private static final long POINTER = ValueLayout.ADDRESS.byteSize();
    private static final int LONGEST_TEXT = 4096;

    private static final MethodHandle NOTHING_TO_POINTER = pointer();
    private static final MethodHandle INT_TO_POINTER = pointer(ValueLayout.JAVA_INT);
    private static final MethodHandle POINTER_TO_POINTER = pointer(ValueLayout.ADDRESS);
    private static final MethodHandle POINTER_TO_NOTHING =
            Downcall.handle(FunctionDescriptor.ofVoid(ValueLayout.ADDRESS));

    private final MemorySegment table;
    private final String version;

    /** @param symbols of the opened library */
    OnnxApi(SymbolLookup symbols) {
        try {
            MemorySegment base = sized(
                    (MemorySegment) NOTHING_TO_POINTER.invokeExact(symbols.findOrThrow("OrtGetApiBase")), 2 * POINTER);
            MemorySegment found = (MemorySegment) INT_TO_POINTER.invokeExact(base.get(ValueLayout.ADDRESS, 0), VERSION);
            table = sized(found, (Function.ADD_SESSION_CONFIG_ENTRY.place + 1) * POINTER);
            version = text((MemorySegment) NOTHING_TO_POINTER.invokeExact(base.get(ValueLayout.ADDRESS, POINTER)));
        } catch (Throwable e) {
            throw Downcall.failure(e);
        }
    }

    /** A handle for functions of these arguments that give back a pointer. */
    static MethodHandle pointer(MemoryLayout... arguments) {
        return Downcall.handle(FunctionDescriptor.of(ValueLayout.ADDRESS, arguments));
    }

    /** "1.26.0". */
    String version() {
        return version;
    }

    MemorySegment address(Function function) {
        return table.getAtIndex(ValueLayout.ADDRESS, function.place);
    }

    /** @throws InvalidInput with the library's own words, if the status is not null */
    void check(MemorySegment status) {
        if (status.address() == 0) {
            return;
        }
        String message;
        try {
            message = text((MemorySegment) POINTER_TO_POINTER.invokeExact(address(Function.GET_ERROR_MESSAGE), status));
        } catch (Throwable e) {
            throw Downcall.failure(e);
        }
        release(Function.RELEASE_STATUS, status);
        throw new InvalidInput("ONNX Runtime refuses", "", message);
    }

    void release(Function function, MemorySegment object) {
        try {
            POINTER_TO_NOTHING.invokeExact(address(function), object);
        } catch (Throwable e) {
            throw Downcall.failure(e);
        }
    }

    @SuppressWarnings("restricted")
    private static MemorySegment sized(MemorySegment pointer, long bytes) {
        return pointer.reinterpret(bytes);
    }

    private static String text(MemorySegment pointer) {
        return sized(pointer, LONGEST_TEXT).getString(0);
    }
}
