package hone.profiler.roofline;

import hone.profiler.report.OpRow;

/** What a kernel's multiply-adds really are; each kind has a roof of its own. */
public enum Arithmetic {
    /** Float32 multiply-adds, whatever type the weights are stored in: they are widened on the way. */
    FLOAT32("float32"),
    /** INT8 activations times INT8 weights: multiplied in 16 bits, summed in 32. */
    INT8("int8 × int8");

    private final String text;

    Arithmetic(String text) {
        this.text = text;
    }

    /** What the kernel of this row does; kernels with rounded activations say so by "w8a8" in their name. */
    static Arithmetic of(OpRow row) {
        return row.kernel().contains("w8a8") ? INT8 : FLOAT32;
    }

    public String text() {
        return text;
    }
}
