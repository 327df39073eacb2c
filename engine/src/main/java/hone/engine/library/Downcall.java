package hone.engine.library;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.invoke.MethodHandle;

/** Calls of C functions whose address is the first argument, so that one constant handle serves every library. */
public final class Downcall {
    private Downcall() {}

    /** The handle for functions of this type; kept in a static final field, the compiler makes a plain call of it. */
    @SuppressWarnings("restricted")
    public static MethodHandle handle(FunctionDescriptor function) {
        return Linker.nativeLinker().downcallHandle(function);
    }

    /** What a call threw: never the C function's, so only Java's own, or a fault in how the handle was called. */
    public static RuntimeException failure(Throwable thrown) {
        return switch (thrown) {
            case RuntimeException exception -> exception;
            case Error error -> throw error;
            default -> new IllegalStateException("a C function threw a checked exception", thrown);
        };
    }
}
