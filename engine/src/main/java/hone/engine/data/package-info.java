/** Labelled pictures: read from IDX files, generated from pen strokes, split, copied into batches and augmented. */
@NullMarked
package hone.engine.data;

import org.jspecify.annotations.NullMarked;
