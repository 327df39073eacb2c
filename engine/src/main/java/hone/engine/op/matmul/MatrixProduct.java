package hone.engine.op.matmul;

import hone.engine.graph.Op;
import hone.engine.op.activation.Activation;

/**
 * A product of two float32 matrices, perhaps with a bias: A (m × k) times B (k × n). One ladder of kernels serves both
 * the plain product and the linear layer, which is the same product with its second factor stored transposed.
 */
public sealed interface MatrixProduct extends Op permits MatMul, Linear {
    /** Whether A is stored as (k × m). */
    boolean transposeA();

    /** Whether B is stored as (n × k). */
    boolean transposeB();

    /** Whether a third input of n elements is added to every row. */
    boolean bias();

    /** What is applied to every element of the result. */
    Activation activation();
}
