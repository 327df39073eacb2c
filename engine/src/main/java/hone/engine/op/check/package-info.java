/** Checks that ops share, with the numbers in the sentence. */
@NullMarked
package hone.engine.op.check;

import org.jspecify.annotations.NullMarked;
