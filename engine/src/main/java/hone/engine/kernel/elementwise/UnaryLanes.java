package hone.engine.kernel.elementwise;

import hone.engine.kernel.math.VectorExp;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/** Functions of one number, applied to every lane of a vector. */
final class UnaryLanes {
    private static final VectorSpecies<Float> LANES = FloatVector.SPECIES_PREFERRED;

    private UnaryLanes() {}

    static FloatVector abs(FloatVector v) {
        return v.abs();
    }

    static FloatVector neg(FloatVector v) {
        return v.neg();
    }

    static FloatVector sqrt(FloatVector v) {
        return v.sqrt();
    }

    static FloatVector reciprocal(FloatVector v) {
        return FloatVector.broadcast(LANES, 1).div(v);
    }

    static FloatVector exp(FloatVector v) {
        return VectorExp.exp(v);
    }

    static FloatVector softsign(FloatVector v) {
        return v.div(v.abs().add(1));
    }

    static FloatVector hardSwish(FloatVector v) {
        return v.mul(v.div(6).add(0.5F).max(0).min(1));
    }

    static FloatVector leakyRelu(FloatVector v, float alpha) {
        return v.blend(v.mul(alpha), v.lt(0));
    }

    static FloatVector elu(FloatVector v, float alpha) {
        return v.blend(VectorExp.exp(v).sub(1).mul(alpha), v.lt(0));
    }

    static FloatVector selu(FloatVector v, float alpha, float beta) {
        return v.blend(VectorExp.exp(v).sub(1).mul(alpha), v.lt(0)).mul(beta);
    }

    static FloatVector thresholdedRelu(FloatVector v, float alpha) {
        return v.blend(0, v.compare(VectorOperators.GT, alpha).not());
    }

    static FloatVector hardSigmoid(FloatVector v, float alpha, float beta) {
        return v.mul(alpha).add(beta).max(0).min(1);
    }

    static FloatVector clip(FloatVector v, float alpha, float beta) {
        return v.max(alpha).min(beta);
    }
}
