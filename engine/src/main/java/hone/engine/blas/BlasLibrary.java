package hone.engine.blas;

import hone.engine.library.BundledLibrary;
import hone.engine.library.Downcall;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The BLAS libraries that may lie on the class path, in the jars in which the bytedeco project packs them. */
public final class BlasLibrary {
    private static final int LONGEST_VERSION = 256;

    /** What a library calls the same thing. */
    private record Words(String setThreads, Version version) {}

    /** How a library is asked for its version. */
    @FunctionalInterface
    private interface Version {
        String of(SymbolLookup symbols);
    }

    private final BundledLibrary library;
    private final Words words;

    private BlasLibrary(BundledLibrary library, Words words) {
        this.library = library;
        this.words = words;
    }

    /** OpenBLAS; not opened yet. */
    public static BlasLibrary openBlas() {
        Map<String, BundledLibrary.Files> files = Map.of(
                "linux-x86_64",
                openBlas("linux-x86_64", "libquadmath.so.0", "libgcc_s.so.1", "libgfortran.so.5", "libopenblas.so.0"),
                "macosx-arm64",
                openBlas(
                        "macosx-arm64",
                        "libgcc_s.1.1.dylib",
                        "libquadmath.0.dylib",
                        "libgfortran.5.dylib",
                        "libopenblas.0.dylib"),
                "windows-x86_64",
                openBlas("windows-x86_64", "libopenblas.dll"));
        return new BlasLibrary(
                new BundledLibrary("OpenBLAS", files),
                new Words("openblas_set_num_threads", BlasLibrary::openBlasConfiguration));
    }

    private static BundledLibrary.Files openBlas(String platform, String... names) {
        return new BundledLibrary.Files(below("org/bytedeco/openblas/" + platform + "/", names), List.of());
    }

    /** Intel's MKL; not opened yet. It opens the files for this processor's instructions by itself. */
    public static BlasLibrary mkl() {
        String folder = "org/bytedeco/mkl/linux-x86_64/";
        List<String> beside = below(
                folder,
                "libmkl_core.so.2",
                "libmkl_intel_lp64.so.2",
                "libmkl_intel_thread.so.2",
                "libmkl_def.so.2",
                "libmkl_mc3.so.2",
                "libmkl_avx2.so.2",
                "libmkl_avx512.so.2",
                "libmkl_vml_def.so.2",
                "libmkl_vml_mc3.so.2",
                "libmkl_vml_avx2.so.2",
                "libmkl_vml_avx512.so.2",
                "libiomp5.so");
        BundledLibrary.Files linux = new BundledLibrary.Files(below(folder, "libmkl_rt.so.2"), beside);
        return new BlasLibrary(
                new BundledLibrary("MKL", Map.of("linux-x86_64", linux)),
                new Words("MKL_Set_Num_Threads", BlasLibrary::mklVersion));
    }

    private static List<String> below(String folder, String... names) {
        return Arrays.stream(names).map(name -> folder + name).toList();
    }

    /** Why it cannot be used; empty where it can. Asking opens it. */
    public Optional<String> unavailableReason() {
        return library.unavailableReason();
    }

    /**
     * The library, ready to multiply.
     *
     * @throws hone.engine.Unavailable if it cannot be used
     */
    public Blas open() {
        SymbolLookup symbols = library.symbols();
        return new Blas(
                symbols.findOrThrow("cblas_sgemm"),
                symbols.findOrThrow(words.setThreads()),
                words.version().of(symbols));
    }

    /** "OpenBLAS 0.3.31 DYNAMIC_ARCH … SkylakeX MAX_THREADS=64". */
    @SuppressWarnings("restricted")
    private static String openBlasConfiguration(SymbolLookup symbols) {
        MethodHandle handle = Downcall.handle(FunctionDescriptor.of(ValueLayout.ADDRESS));
        try {
            MemorySegment text = (MemorySegment) handle.invokeExact(symbols.findOrThrow("openblas_get_config"));
            return text.reinterpret(LONGEST_VERSION).getString(0).strip();
        } catch (Throwable e) {
            throw Downcall.failure(e);
        }
    }

    private static String mklVersion(SymbolLookup symbols) {
        MethodHandle handle = Downcall.handle(FunctionDescriptor.ofVoid(ValueLayout.ADDRESS, ValueLayout.JAVA_INT));
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment text = arena.allocate(LONGEST_VERSION);
            handle.invokeExact(symbols.findOrThrow("MKL_Get_Version_String"), text, LONGEST_VERSION - 1);
            return text.getString(0).strip();
        } catch (Throwable e) {
            throw Downcall.failure(e);
        }
    }
}
