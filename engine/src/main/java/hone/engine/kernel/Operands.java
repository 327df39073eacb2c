package hone.engine.kernel;

import hone.engine.tensor.TensorType;
import java.lang.foreign.MemorySegment;
import java.util.List;

/**
 * The memory and sizes an op runs on. One object per step of a plan, made once and rebound for every run, so that
 * running allocates nothing; only the executor rebinds it.
 *
 * <p>An input may be a view: part of the columns of a wider matrix, whose rows are further apart than its columns are
 * many. Plans bind whole tensors, so only kernels that say so read views: those of the dense matrix product.
 */
public final class Operands {
    private final MemorySegment[] inputs;
    private final MemorySegment[] outputs;
    private final long[][] inputSizes;
    private final long[][] outputSizes;
    private final long[] inputRowStrides;

    /** Operands of these types, at their maximum sizes and without memory. */
    public Operands(List<TensorType> inputTypes, List<TensorType> outputTypes) {
        inputs = new MemorySegment[inputTypes.size()];
        outputs = new MemorySegment[outputTypes.size()];
        inputRowStrides = new long[inputs.length];
        java.util.Arrays.fill(inputs, MemorySegment.NULL);
        java.util.Arrays.fill(outputs, MemorySegment.NULL);
        inputSizes = inputTypes.stream().map(type -> type.maxShape().sizes()).toArray(long[][]::new);
        outputSizes = outputTypes.stream().map(type -> type.maxShape().sizes()).toArray(long[][]::new);
    }

    public MemorySegment input(int index) {
        return inputs[index];
    }

    public MemorySegment output(int index) {
        return outputs[index];
    }

    /** How many inputs there are. */
    public int inputCount() {
        return inputs.length;
    }

    /** Size of a dimension of an input in this run. */
    public long inputSize(int index, int dimension) {
        return inputSizes[index][dimension];
    }

    public int inputRank(int index) {
        return inputSizes[index].length;
    }

    public int outputRank(int index) {
        return outputSizes[index].length;
    }

    /** Size of a dimension of an output in this run. */
    public long outputSize(int index, int dimension) {
        return outputSizes[index][dimension];
    }

    /** Elements of an input in this run. */
    public long inputElements(int index) {
        return product(inputSizes[index]);
    }

    /** Elements of an output in this run. */
    public long outputElements(int index) {
        return product(outputSizes[index]);
    }

    public void bindInput(int index, MemorySegment segment) {
        inputs[index] = segment;
    }

    public void bindOutput(int index, MemorySegment segment) {
        outputs[index] = segment;
    }

    public void resizeInput(int index, int dimension, long size) {
        inputSizes[index][dimension] = size;
    }

    public void resizeOutput(int index, int dimension, long size) {
        outputSizes[index][dimension] = size;
    }

    /**
     * Elements from one row of an input to the next, all leading dimensions being one long list of rows: the last
     * dimension's size, unless the input is a view.
     */
    public long inputRowStride(int index) {
        long stride = inputRowStrides[index];
        return stride == 0 ? inputSizes[index][inputSizes[index].length - 1] : stride;
    }

    /** Says that the rows of an input are so many elements apart, at least its columns; 0 that they lie without gaps. */
    public void strideInput(int index, long elements) {
        inputRowStrides[index] = elements;
    }

    private static long product(long[] sizes) {
        long product = 1;
        for (long size : sizes) {
            product *= size;
        }
        return product;
    }
}
