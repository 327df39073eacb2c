package hone.profiler.peer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import hone.engine.InvalidInput;
import hone.engine.Unavailable;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Peers multiply as we do, or say why they cannot; with the profile "peers" all of this runs, without it the half. */
@Tag("peers")
class ProductPeersTest {
    /** m × k × n. */
    private static final int[][] SIZES = {
        {0, 3, 3}, {3, 0, 3}, {3, 3, 0}, {1, 1, 1}, {1, 784, 128}, {13, 207, 31}, {64, 513, 65}, {129, 64, 300}
    };

    static List<ProductPeer> peers() {
        return ProductPeers.onClassPath().all();
    }

    @ParameterizedTest
    @MethodSource("peers")
    void multipliesOrSaysWhyNot(ProductPeer peer) {
        var reason = peer.unavailableReason();
        if (reason.isPresent()) {
            assertTrue(reason.get().contains("peers") || reason.get().contains("not used on"), reason.get());
            Unavailable refused = assertThrows(Unavailable.class, peer::version);
            assertTrue(refused.getMessage().contains(reason.get()), refused.getMessage());
            System.out.println("skipped: " + peer.id() + " is unavailable: " + reason.get());
        }
        assumeTrue(reason.isEmpty(), () -> peer.id() + " is unavailable: " + reason.orElse(""));
        System.out.println(peer.id() + ": " + peer.version());
        assertFalse(peer.version().isBlank());
        for (int threads : new int[] {1, 2}) {
            peer.useThreads(threads);
            assertEquals(threads > 1, peer.spinNanos() > 0);
            for (int[] size : SIZES) {
                for (boolean transposeA : new boolean[] {false, true}) {
                    for (boolean transposeB : new boolean[] {false, true}) {
                        compare(peer, transposeA, transposeB, size);
                    }
                }
            }
        }
        peer.useThreads(1);
    }

    private static void compare(ProductPeer peer, boolean transposeA, boolean transposeB, int[] size) {
        int m = size[0];
        int k = size[1];
        int n = size[2];
        long seed = m * 31L + k * 7L + n;
        Random random = new Random(seed);
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment a = random(arena, random, (long) m * k);
            MemorySegment b = random(arena, random, (long) k * n);
            MemorySegment c = random(arena, random, (long) m * n);
            peer.multiply(transposeA, transposeB, m, k, n, a, b, c);
            for (int i = 0; i < m; i++) {
                for (int j = 0; j < n; j++) {
                    double sum = 0;
                    for (int p = 0; p < k; p++) {
                        sum += (double) at(a, transposeA ? (long) p * m + i : (long) i * k + p)
                                * at(b, transposeB ? (long) j * k + p : (long) p * n + j);
                    }
                    assertEquals(
                            sum,
                            at(c, (long) i * n + j),
                            Math.scalb(1.0, -22) * Math.max(1, k),
                            peer.id() + " " + m + "×" + k + "×" + n + " seed " + seed);
                }
            }
        }
    }

    private static MemorySegment random(Arena arena, Random random, long count) {
        MemorySegment segment = arena.allocate(Math.max(1, count) * Float.BYTES, 64);
        for (long i = 0; i < count; i++) {
            segment.setAtIndex(ValueLayout.JAVA_FLOAT, i, random.nextFloat() * 2 - 1);
        }
        return segment;
    }

    private static float at(MemorySegment segment, long index) {
        return segment.getAtIndex(ValueLayout.JAVA_FLOAT, index);
    }

    @Test
    void anUnknownPeerIsRefusedWithTheListOfThoseThereAre() {
        ProductPeers peers = ProductPeers.onClassPath();
        assertEquals("mkl", peers.find("mkl").id());
        InvalidInput refused = assertThrows(InvalidInput.class, () -> peers.find("cublas"));
        assertTrue(refused.getMessage().contains("openblas, mkl"), refused.getMessage());
    }
}
