package hone.engine.rewrite;

import hone.engine.InvalidInput;
import hone.engine.tensor.DType;

/**
 * How keys and values are kept.
 *
 * @param dtype F32, F16, or I8 with a scale for each head of each position
 * @param window how many of the last positions are kept and seen; {@link #ALL} for all
 */
public record CacheForm(DType dtype, int window) {
    /** Every position. */
    public static final int ALL = 0;

    /** All positions in float32: the scores stay what they are, up to rounding. */
    public static final CacheForm PLAIN = new CacheForm(DType.F32, ALL);

    /** @throws InvalidInput if nothing can be kept so */
    public CacheForm {
        if (dtype != DType.F32 && dtype != DType.F16 && dtype != DType.I8) {
            throw new InvalidInput("keys and values are kept as F32, F16 or I8", "", "not as " + dtype);
        }
        if (window < ALL) {
            throw new InvalidInput("a window has at least one position", "", "it has " + window);
        }
    }

    /** How many positions of a sequence of so many are kept. */
    int kept(int positions) {
        return window == ALL ? positions : Math.min(window, positions);
    }

    /** Whether a plain cache does, which never rolls and needs no other form. */
    boolean plain(int positions) {
        return dtype == DType.F32 && kept(positions) == positions;
    }
}
