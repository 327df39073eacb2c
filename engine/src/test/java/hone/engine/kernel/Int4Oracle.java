package hone.engine.kernel;

import hone.engine.op.matmul.Int4Linear;
import java.lang.foreign.ValueLayout;

/** What an INT4 layer's result ought to be: the definition, weight by weight, for the operands' sizes of this run. */
final class Int4Oracle {
    private Int4Oracle() {}

    /** Σ x · scale · (q - 8) + b, in double precision. */
    static double[] product(KernelRig rig) {
        int n = (int) rig.operands().inputSize(1, 0);
        int k = (int) rig.operands().inputSize(0, 1);
        double[] c = new double[(int) rig.operands().outputElements(0)];
        for (int e = 0; e < c.length; e++) {
            double sum = rig.input(3).getFloat(e % n);
            for (int p = 0; p < k; p++) {
                sum += (double) rig.input(0).getFloat((long) (e / n) * k + p)
                        * weight(rig, e % n, p)
                        * scale(rig, e % n, p);
            }
            c[e] = sum;
        }
        return c;
    }

    /** The weight of output {@code j} and input {@code p}, in steps of its scale: -8 to 7. */
    private static int weight(KernelRig rig, int j, int p) {
        long rowBytes = rig.operands().inputSize(1, 1);
        int both = rig.input(1).segment().get(ValueLayout.JAVA_BYTE, j * rowBytes + p / 2) & 255;
        return (p % 2 == 0 ? both % 16 : both / 16) - 8;
    }

    private static float scale(KernelRig rig, int j, int p) {
        int groupSize = ((Int4Linear) rig.op()).groupSize();
        return rig.input(2).getFloat(j * rig.operands().inputSize(2, 1) + p / groupSize);
    }
}
