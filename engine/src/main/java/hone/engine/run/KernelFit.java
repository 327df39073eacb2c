package hone.engine.run;

/** How the kernel of an op answers to what was asked for. */
public enum KernelFit {
    /** It stands on the rung that was asked for. */
    AS_ASKED,
    /** A lower rung is predicted to be faster. */
    FASTER_BELOW,
    /** The op has no rung as low as that. */
    LOWEST,
    /** The op has no rung as high as that, and runs on the highest it has. */
    HIGHEST,
    /** A kernel of a higher rung is there, and cannot run this op here: a lower one does. */
    FELL_BACK,
    /** It skips zeros. */
    SPARSE,
    /** Zeros could be skipped, and computing them is predicted to be faster. */
    BELOW_CROSSOVER,
    /** Zeros were to be skipped, and no kernel can do that here. */
    NO_SPARSE_KERNEL
}
