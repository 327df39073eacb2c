package hone.engine.blas;

import hone.engine.library.Downcall;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.lang.ref.Reference;
import java.util.Objects;

/**
 * An opened BLAS: its single-precision matrix product, on the caller's memory. A library's number of threads is one
 * setting for the whole process, whoever asks.
 *
 * @see <a href="https://netlib.org/blas/#_cblas">the C interface to BLAS</a>
 */
public final class Blas {
    private static final int ROW_MAJOR = 101;
    private static final int AS_STORED = 111;
    private static final int TRANSPOSED = 112;

    // The function's address is the handles' first argument: one handle, known to the compiler, serves every library.
    private static final MethodHandle SGEMM = Downcall.handle(FunctionDescriptor.ofVoid(
            ValueLayout.JAVA_INT, // order
            ValueLayout.JAVA_INT, // transpose A
            ValueLayout.JAVA_INT, // transpose B
            ValueLayout.JAVA_INT, // m
            ValueLayout.JAVA_INT, // n
            ValueLayout.JAVA_INT, // k
            ValueLayout.JAVA_FLOAT, // alpha
            ValueLayout.JAVA_LONG, // address of A
            ValueLayout.JAVA_INT, // its row stride
            ValueLayout.JAVA_LONG, // address of B
            ValueLayout.JAVA_INT, // its row stride
            ValueLayout.JAVA_FLOAT, // beta
            ValueLayout.JAVA_LONG, // address of C
            ValueLayout.JAVA_INT)); // its row stride
    private static final MethodHandle SET_THREADS = Downcall.handle(FunctionDescriptor.ofVoid(ValueLayout.JAVA_INT));

    private final MemorySegment sgemm;
    private final MemorySegment setThreads;
    private final String version;

    /**
     * @param sgemm address of {@code cblas_sgemm} with sizes of 32 bits
     * @param setThreads address of a function that takes the number of threads
     * @param version of the library, in its own words
     */
    Blas(MemorySegment sgemm, MemorySegment setThreads, String version) {
        this.sgemm = sgemm;
        this.setThreads = setThreads;
        this.version = version;
    }

    /** The library's version, in its own words. */
    public String version() {
        return version;
    }

    /** Lets products use up to this many threads from now on, for every caller in the process. */
    public void useThreads(int count) {
        try {
            SET_THREADS.invokeExact(setThreads, count);
        } catch (Throwable e) {
            throw Downcall.failure(e);
        }
    }

    /**
     * C = A·B, or C += A·B; all matrices row-major, either factor perhaps stored transposed.
     *
     * <p>Addresses are passed as numbers, after a check of the bounds: views of segments would be new objects in every call.
     *
     * @param a (m × k), or (k × m) where transposed
     * @param aOffset byte at which A begins
     * @param aStride elements from one stored row of A to the next
     * @param b (k × n), or (n × k) where transposed
     * @param bStride elements from one stored row of B to the next
     * @param add whether C's values are kept and added to
     * @param c (m × n), without gaps
     * @param cOffset byte at which C begins
     * @throws IndexOutOfBoundsException if a matrix is larger than its memory
     */
    public void multiply(
            boolean transposeA,
            boolean transposeB,
            int m,
            int k,
            int n,
            MemorySegment a,
            long aOffset,
            int aStride,
            MemorySegment b,
            int bStride,
            boolean add,
            MemorySegment c,
            long cOffset) {
        if (m == 0 || n == 0) {
            return;
        }
        if (k == 0) {
            if (!add) {
                c.asSlice(cOffset, (long) m * n * Float.BYTES).fill((byte) 0);
            }
            return;
        }
        long aElements = transposeA ? (long) (k - 1) * aStride + m : (long) (m - 1) * aStride + k;
        long aAddress = address(a, aOffset, aElements);
        long bElements = transposeB ? (long) (n - 1) * bStride + k : (long) (k - 1) * bStride + n;
        long bAddress = address(b, 0, bElements);
        long cAddress = address(c, cOffset, (long) m * n);
        int aLayout = transposeA ? TRANSPOSED : AS_STORED;
        int bLayout = transposeB ? TRANSPOSED : AS_STORED;
        float beta = add ? 1 : 0;
        try {
            SGEMM.invokeExact(
                    sgemm, ROW_MAJOR, aLayout, bLayout, m, n, k, 1F, aAddress, aStride, bAddress, bStride, beta,
                    cAddress, n);
        } catch (Throwable e) {
            throw Downcall.failure(e);
        } finally {
            Reference.reachabilityFence(a);
            Reference.reachabilityFence(b);
            Reference.reachabilityFence(c);
        }
    }

    private static long address(MemorySegment segment, long offset, long elements) {
        Objects.checkFromIndexSize(offset, elements * Float.BYTES, segment.byteSize());
        if (!segment.isNative()) {
            throw new IllegalArgumentException("a C library cannot work on Java's heap: " + segment);
        }
        return segment.address() + offset;
    }
}
