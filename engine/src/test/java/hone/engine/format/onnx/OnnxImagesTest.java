package hone.engine.format.onnx;

import hone.engine.model.Cnn;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Convolutions and pooling in a file compute what the executor computes. */
class OnnxImagesTest {
    private final OnnxCheck check = new OnnxCheck();

    @AfterEach
    void close() {
        check.close();
    }

    @Test
    void theConvolutionalNetworkComputesTheSame() {
        check.same(check.model(Cnn.graph(9, 5, 3, 4), 7), 1e-4, 2, 1, 9, 9);
    }

    @Test
    void convolutionsAndPoolingInAllFormsComputeTheSame() {
        check.same(check.model(OpForms.convolutionsAndPooling(), 3), 1e-4, 2, 4, 11, 9);
    }
}
