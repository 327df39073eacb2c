package hone.engine.format.onnx.reference;

import java.util.List;
import java.util.NoSuchElementException;

/**
 * An operator ended in an error that it should have seen coming: an index outside an array, a division by 0, no memory. That is a
 * defect of ours, or a file that we check too little. To who opens a stranger's file it must still be a sentence about that file.
 * So that no defect hides behind the sentence, tests run with {@value #FAILS}, and no conformance case passes by it.
 */
final class Unforeseen extends RuntimeException {
    /** The system property with which it is thrown as it is, and is a defect to whoever runs the model. */
    static final String FAILS = "hone.unforeseen.fails";

    private static final long serialVersionUID = 1;

    private final transient Call call;
    private final Throwable met;

    private Unforeseen(Call call, Throwable met) {
        super(call.operator() + " " + call.title() + " did not foresee its operands", met);
        this.call = call;
        this.met = met;
    }

    /**
     * Runs an operator.
     *
     * @throws Unforeseen if it ends as operands can make it end that nobody looked at
     */
    static List<OnnxValue> watched(Operator operator, Call call) {
        try {
            Signatures.check(call);
            return operator.run(call);
        } catch (IndexOutOfBoundsException
                | ArithmeticException
                | NegativeArraySizeException
                | ArrayStoreException
                | NoSuchElementException
                | IllegalArgumentException
                | OutOfMemoryError e) {
            // An array that is too large is not made at all, so without memory nothing is lost but this run
            throw new Unforeseen(call, e);
        }
    }

    /** What is said of it where a model was asked to run. */
    RuntimeException said() {
        if (Boolean.getBoolean(FAILS)) {
            return this;
        }
        return met instanceof OutOfMemoryError
                ? call.unavailable("it needs more memory than the heap has left")
                : call.wrong("Hone did not foresee its operands (" + met.getMessage()
                        + "); if the file is in order, this is a defect of Hone");
    }
}
