package hone.profiler.peer;

import hone.engine.library.BundledLibrary;
import hone.engine.library.Downcall;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * ONNX Runtime as a peer for whole models, from its Java jar, in both of its ways: through its Java interface, as a Java
 * program would use it, and through its C interface, which is what the library takes without the binding. Both share the
 * one library. It holds what it opened; one such object serves a whole process.
 */
public final class OnnxRuntime implements ModelPeer {
    private static final int ERRORS_ONLY = 3;

    private static final MethodHandle CREATE_ENV =
            OnnxApi.pointer(ValueLayout.JAVA_INT, ValueLayout.ADDRESS, ValueLayout.ADDRESS);
    private static final MethodHandle ON_ENV = OnnxApi.pointer(ValueLayout.ADDRESS);

    private final BundledLibrary library = new BundledLibrary(
            "ONNX Runtime",
            Map.of(
                    "linux-x86_64", files("linux-x64", "libonnxruntime.so", "libonnxruntime4j_jni.so"),
                    "linux-arm64", files("linux-aarch64", "libonnxruntime.so", "libonnxruntime4j_jni.so"),
                    "macosx-arm64", files("osx-aarch64", "libonnxruntime.dylib", "libonnxruntime4j_jni.dylib"),
                    "windows-x86_64", files("win-x64", "onnxruntime.dll", "onnxruntime4j_jni.dll")));
    private @Nullable Opened opened;
    private @Nullable OnnxJavaApi javaApi;

    private static BundledLibrary.Files files(String platform, String library, String binding) {
        String folder = "ai/onnxruntime/native/" + platform + "/";
        return new BundledLibrary.Files(List.of(folder + library), List.of(folder + binding));
    }

    @Override
    public String id() {
        return "onnxruntime";
    }

    @Override
    public Optional<String> unavailableReason() {
        return library.unavailableReason();
    }

    @Override
    public String version() {
        return opened().api().version();
    }

    @Override
    public PeerSession openJava(byte[] onnx, OnnxSettings settings) {
        return OnnxJavaSession.open(javaApi(), onnx, settings);
    }

    @Override
    public PeerSession open(byte[] onnx, OnnxSettings settings) {
        return OnnxSession.open(opened().api(), opened().environment(), onnx, settings);
    }

    private synchronized OnnxJavaApi javaApi() {
        OnnxJavaApi known = javaApi;
        if (known == null) {
            opened();
            known = OnnxJavaApi.find(library.folder());
            javaApi = known;
        }
        return known;
    }

    private synchronized Opened opened() {
        Opened known = opened;
        if (known == null) {
            OnnxApi api = new OnnxApi(library.symbols());
            known = new Opened(api, environment(api));
            opened = known;
        }
        return known;
    }

    /** Lives as long as the process; it sends nothing to anybody. */
    private static MemorySegment environment(OnnxApi api) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment out = arena.allocate(ValueLayout.ADDRESS);
            MemorySegment name = arena.allocateFrom("hone");
            api.check((MemorySegment)
                    CREATE_ENV.invokeExact(api.address(OnnxApi.Function.CREATE_ENV), ERRORS_ONLY, name, out));
            MemorySegment environment = out.get(ValueLayout.ADDRESS, 0);
            api.check((MemorySegment)
                    ON_ENV.invokeExact(api.address(OnnxApi.Function.DISABLE_TELEMETRY_EVENTS), environment));
            return environment;
        } catch (Throwable e) {
            throw Downcall.failure(e);
        }
    }

    /** What stays open. */
    private record Opened(OnnxApi api, MemorySegment environment) {}
}
