package hone.engine.data;

/**
 * Pictures to learn from and pictures held back to judge by; no sample is in both.
 *
 * @param train what a training run may see
 * @param test what it is judged by
 */
public record Split(LabelledImages train, LabelledImages test) {}
