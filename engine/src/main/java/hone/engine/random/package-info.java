/** Counter-based randomness: every number is a pure function of its key, so order and threads never change it. */
@NullMarked
package hone.engine.random;

import org.jspecify.annotations.NullMarked;
