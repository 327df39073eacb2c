/** Typed, shaped blocks of numbers. */
@NullMarked
package hone.engine.tensor;

import org.jspecify.annotations.NullMarked;
