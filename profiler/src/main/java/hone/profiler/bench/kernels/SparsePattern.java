package hone.profiler.bench.kernels;

import hone.engine.random.CounterRandom;
import hone.engine.tensor.Tensor;

/** Where the zeros of a pruned weight lie, and the kernel that skips them. */
enum SparsePattern {
    /** Anywhere; rows of indices, one weight after the other. */
    CSR("csr", "csr"),
    /** Anywhere; slices of rows a vector wide. */
    SELL("sell", "simd-sell"),
    /** Blocks of four outputs by one input. */
    BLOCK_4X1("4x1", "simd-4x1"),
    /** Two of each four inputs. */
    TWO_OF_FOUR("2:4", "simd-2:4"),
    /** Whole outputs, so that a smaller dense layer is left. */
    STRUCTURED("structured", "packed");

    private static final long STREAM = 0x53_50_41L;

    private final String id;
    private final String kernel;

    SparsePattern(String id, String kernel) {
        this.id = id;
        this.kernel = kernel;
    }

    /** As reports name it. */
    String id() {
        return id;
    }

    /** The kernel's id. */
    String kernel() {
        return kernel;
    }

    /** Whether it can have this share of zeros. */
    boolean fits(double sparsity) {
        return this != TWO_OF_FOUR || sparsity == 0.5;
    }

    /** Sets that share of a (outputs × inputs) weight to zero; a structured one is smaller already. */
    void prune(Tensor weight, double sparsity) {
        long inputs = weight.shape().size(1);
        CounterRandom random = new CounterRandom(1, STREAM, 0);
        switch (this) {
            case CSR, SELL -> {
                for (long i = 0; i < weight.shape().elements(); i++) {
                    if (random.nextDouble() < sparsity) {
                        weight.setFloat(i, 0);
                    }
                }
            }
            case BLOCK_4X1 -> {
                for (long group = 0; group < weight.shape().size(0); group += 4) {
                    for (long input = 0; input < inputs; input++) {
                        if (random.nextDouble() < sparsity) {
                            clearBlock(weight, group, input, inputs);
                        }
                    }
                }
            }
            case TWO_OF_FOUR -> {
                for (long i = 0; i + 3 < weight.shape().elements(); i += 4) {
                    int first = random.nextInt(4);
                    weight.setFloat(i + first, 0);
                    weight.setFloat(i + (first + 1 + random.nextInt(3)) % 4, 0);
                }
            }
            case STRUCTURED -> {}
        }
    }

    private static void clearBlock(Tensor weight, long group, long input, long inputs) {
        for (long output = group; output < Math.min(group + 4, weight.shape().size(0)); output++) {
            weight.setFloat(output * inputs + input, 0);
        }
    }
}
