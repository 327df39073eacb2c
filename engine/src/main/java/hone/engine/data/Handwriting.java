package hone.engine.data;

import hone.engine.random.CounterRandom;

/**
 * One writer's hand on one occasion: how a digit leans, how wide it is, how far the hand strays from the intended shape,
 * how thick and how steady the line is. Lengths are in units of the template's box unless they say pixels.
 *
 * @param slant x gained per unit of height, positive to the right
 * @param aspect width relative to the template's
 * @param rotation in radians, clockwise
 * @param balance how much the upper part grows at the lower part's cost
 * @param taper how much wider the lower end is than the upper
 * @param wander deviation of each control point
 * @param warp deviation of the smooth distortion's nodes
 * @param radius half the width of the line, in pixels
 * @param unsteadiness relative deviation of the line's width along it
 * @param edge width of the line's grey edge, in pixels
 * @param roughness how far the line's edge strays from pixel to pixel, in pixels
 */
record Handwriting(
        double slant,
        double aspect,
        double rotation,
        double balance,
        double taper,
        double wander,
        double warp,
        double radius,
        double unsteadiness,
        double edge,
        double roughness) {

    /** Spreads chosen so that ink, line width, slant and aspect ratio of generated digits vary about as MNIST's do. */
    static Handwriting draw(CounterRandom random) {
        double radius = 1.2 * StrictMath.exp(0.3 * random.nextGaussian());
        return new Handwriting(
                0.12 + 0.22 * random.nextGaussian(),
                StrictMath.exp(0.25 * random.nextGaussian()),
                0.1 * random.nextGaussian(),
                0.06 * Distortion.gaussianLike(random),
                0.2 * Distortion.gaussianLike(random),
                random.uniform(0.01, 0.05),
                random.uniform(0.01, 0.06),
                Math.clamp(radius, 0.7, 2.9),
                random.uniform(0, 0.45),
                random.uniform(0.75, 1.35),
                random.uniform(0, 0.3));
    }
}
