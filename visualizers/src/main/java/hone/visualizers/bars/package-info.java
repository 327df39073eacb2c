/** Size and accuracy as bars against the pinned baseline. */
@NullMarked
package hone.visualizers.bars;

import org.jspecify.annotations.NullMarked;
