/** The four live tiles: latency, memory, size, accuracy. */
@NullMarked
package hone.visualizers.tile;

import org.jspecify.annotations.NullMarked;
