package hone.profiler.peer;

import hone.engine.InvalidInput;
import hone.engine.Unavailable;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Map;

/**
 * ONNX Runtime's Java interface, found on the class path at run time: the methods a session needs, as handles, so that
 * nothing here has to be compiled against the jar. A handle's call costs some nanoseconds more than a compiled one.
 *
 * @param environment the one OrtEnvironment of the process
 * @param newOptions () → options
 * @param setOptions (options, threads, spinning): operators in sequence, all optimizations
 * @param closeOptions (options)
 * @param createSession (environment, model, options) → session
 * @param createTensor (environment, direct buffer, sizes, element type) → tensor over that buffer
 * @param elementTypes by the name of our own element type
 * @param run (session, inputs by name, outputs by name) → result
 * @param closeResult (result); tensors that the caller made stay open
 * @param closeTensor (tensor)
 * @param closeSession (session)
 * @see <a href="https://onnxruntime.ai/docs/api/java/">the interface's own pages</a>
 */
record OnnxJavaApi(
        Object environment,
        MethodHandle newOptions,
        OptionSetters setOptions,
        MethodHandle closeOptions,
        MethodHandle createSession,
        MethodHandle createTensor,
        Map<String, Object> elementTypes,
        MethodHandle run,
        MethodHandle closeResult,
        MethodHandle closeTensor,
        MethodHandle closeSession) {
    private static final String PACKAGE = "ai.onnxruntime.";

    /** What setting a session's options takes. */
    record OptionSetters(
            MethodHandle intraThreads,
            MethodHandle interThreads,
            MethodHandle mode,
            Object sequential,
            MethodHandle level,
            Object all,
            MethodHandle entry) {
        void apply(Object options, OnnxSettings settings) throws Throwable {
            intraThreads.invoke(options, settings.threads());
            interThreads.invoke(options, 1);
            mode.invoke(options, sequential);
            level.invoke(options, all);
            entry.invoke(options, "session.intra_op.allow_spinning", settings.spinning() ? "1" : "0");
        }
    }

    /**
     * Finds it, and lets it load the libraries in this folder instead of copies of its own.
     *
     * @throws Unavailable if the jar has another interface than is known here, or it cannot start
     */
    static OnnxJavaApi find(Path natives) {
        System.setProperty("onnxruntime.native.path", natives.toString());
        try {
            return find(MethodHandles.publicLookup());
        } catch (ReflectiveOperationException | LinkageError e) {
            throw new Unavailable("ONNX Runtime's Java interface", e.toString(), "");
        }
    }

    private static OnnxJavaApi find(MethodHandles.Lookup lookup) throws ReflectiveOperationException {
        Class<?> environment = type("OrtEnvironment");
        Class<?> session = type("OrtSession");
        Class<?> options = type("OrtSession$SessionOptions");
        Class<?> result = type("OrtSession$Result");
        Class<?> tensor = type("OnnxTensor");
        Class<?> elements = type("OnnxJavaType");
        MethodHandle create =
                lookup.findVirtual(environment, "createSession", MethodType.methodType(session, byte[].class, options));
        MethodType wrapping = MethodType.methodType(tensor, environment, ByteBuffer.class, long[].class, elements);
        MethodHandle run = lookup.findVirtual(session, "run", MethodType.methodType(result, Map.class, Map.class));
        return new OnnxJavaApi(
                start(lookup, environment),
                lookup.findConstructor(options, MethodType.methodType(void.class)),
                setters(lookup, options),
                close(lookup, options),
                create,
                lookup.findStatic(tensor, "createTensor", wrapping),
                Map.of("F32", constant(elements, "FLOAT"), "I32", constant(elements, "INT32")),
                run.asType(MethodType.methodType(Object.class, Object.class, Map.class, Map.class)),
                close(lookup, result).asType(MethodType.methodType(void.class, Object.class)),
                close(lookup, tensor),
                close(lookup, session));
    }

    private static Class<?> type(String name) throws ClassNotFoundException {
        return Class.forName(PACKAGE + name, true, ClassLoader.getSystemClassLoader());
    }

    private static MethodHandle close(MethodHandles.Lookup lookup, Class<?> type) throws ReflectiveOperationException {
        return lookup.findVirtual(type, "close", MethodType.methodType(void.class));
    }

    private static Object constant(Class<?> type, String name) throws ReflectiveOperationException {
        return type.getField(name).get(null);
    }

    private static OptionSetters setters(MethodHandles.Lookup lookup, Class<?> options)
            throws ReflectiveOperationException {
        Class<?> mode = type("OrtSession$SessionOptions$ExecutionMode");
        Class<?> level = type("OrtSession$SessionOptions$OptLevel");
        MethodType number = MethodType.methodType(void.class, int.class);
        return new OptionSetters(
                lookup.findVirtual(options, "setIntraOpNumThreads", number),
                lookup.findVirtual(options, "setInterOpNumThreads", number),
                lookup.findVirtual(options, "setExecutionMode", MethodType.methodType(void.class, mode)),
                constant(mode, "SEQUENTIAL"),
                lookup.findVirtual(options, "setOptimizationLevel", MethodType.methodType(void.class, level)),
                constant(level, "ALL_OPT"),
                lookup.findVirtual(
                        options, "addConfigEntry", MethodType.methodType(void.class, String.class, String.class)));
    }

    /** Lives as long as the process; it reports errors only and sends nothing to anybody. */
    private static Object start(MethodHandles.Lookup lookup, Class<?> environment) throws ReflectiveOperationException {
        Class<?> level = type("OrtLoggingLevel");
        MethodHandle get = lookup.findStatic(
                environment, "getEnvironment", MethodType.methodType(environment, level, String.class));
        MethodHandle telemetry =
                lookup.findVirtual(environment, "setTelemetry", MethodType.methodType(void.class, boolean.class));
        try {
            Object started = get.invoke(constant(level, "ORT_LOGGING_LEVEL_ERROR"), "hone");
            telemetry.invoke(started, false);
            return started;
        } catch (Throwable e) {
            throw failure(e);
        }
    }

    /** What a call threw: the interface's own exception as a refusal with its words, anything else as it is. */
    static RuntimeException failure(Throwable thrown) {
        return switch (thrown) {
            case RuntimeException exception -> exception;
            case Error error -> throw error;
            default -> new InvalidInput("ONNX Runtime refuses", "", String.valueOf(thrown.getMessage()));
        };
    }
}
