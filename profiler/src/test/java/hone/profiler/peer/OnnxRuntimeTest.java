package hone.profiler.peer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import hone.engine.InvalidInput;
import hone.engine.Unavailable;
import hone.engine.format.onnx.OnnxExport;
import hone.engine.model.Mlp;
import hone.engine.model.Model;
import hone.engine.tensor.DType;
import hone.engine.tensor.Shape;
import hone.engine.tensor.Tensor;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The library in both of its interfaces; without it a sentence says so. */
@Tag("peers")
class OnnxRuntimeTest {
    private final OnnxPeer peer = new OnnxPeer();

    @AfterEach
    void close() {
        peer.close();
    }

    @Test
    void itHasAVersionOrAReason() {
        var reason = OnnxPeer.RUNTIME.unavailableReason();
        if (reason.isEmpty()) {
            System.out.println("onnxruntime: " + OnnxPeer.RUNTIME.version());
            assertTrue(OnnxPeer.RUNTIME.version().matches("1\\.\\d+\\.\\d+"), OnnxPeer.RUNTIME.version());
        } else {
            System.out.println("skipped: onnxruntime is unavailable: " + reason.get());
            Unavailable refused = assertThrows(Unavailable.class, OnnxPeer.RUNTIME::version);
            assertTrue(refused.getMessage().contains(reason.get()), refused.getMessage());
        }
    }

    @Test
    void aPerceptronAtEveryBatchAndNumberOfThreads() {
        OnnxPeer.requireLibrary();
        Model model = peer.model(Mlp.graph(784, 128, 64, 10));
        for (int batch : new int[] {1, 32, 256}) {
            peer.same(model, 1, 1e-4F, batch, 784);
            peer.same(model, 2, 1e-4F, batch, 784);
        }
    }

    @Test
    void whatItRefusesItSaysInItsOwnWords() {
        OnnxPeer.requireLibrary();
        byte[] noModel = "no model".getBytes(StandardCharsets.UTF_8);
        InvalidInput unreadable =
                assertThrows(InvalidInput.class, () -> OnnxPeer.RUNTIME.open(noModel, new OnnxSettings(1, false)));
        assertThrows(InvalidInput.class, () -> OnnxPeer.RUNTIME.openJava(noModel, new OnnxSettings(1, false)));
        assertTrue(unreadable.getMessage().contains("ONNX Runtime refuses"), unreadable.getMessage());
        byte[] onnx = OnnxExport.bytes(peer.model(Mlp.graph(7, 3)));
        OnnxSettings settings = new OnnxSettings(1, false);
        for (PeerSession opened :
                List.of(OnnxPeer.RUNTIME.open(onnx, settings), OnnxPeer.RUNTIME.openJava(onnx, settings))) {
            try (PeerSession session = opened) {
                session.input("x", peer.region().tensor(DType.F32, Shape.of(2, 8)));
                session.output("logits", peer.region().tensor(DType.F32, Shape.of(2, 3)));
                InvalidInput wrong = assertThrows(InvalidInput.class, session::run);
                assertTrue(wrong.getMessage().contains("Got: 8 Expected: 7"), wrong.getMessage());
                Tensor bytes = peer.region().tensor(DType.I8, Shape.of(2, 7));
                assertThrows(InvalidInput.class, () -> session.input("x", bytes).run());
            }
        }
        assertEquals(
                "2 threads, spinning off, operators in sequence, all graph optimizations",
                new OnnxSettings(2, false).text());
        assertThrows(InvalidInput.class, () -> new OnnxSettings(0, false));
    }
}
