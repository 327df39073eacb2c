/** What all pictures share: the canvas, the card around it, the table twin and the exports. */
@NullMarked
package hone.visualizers.chart;

import org.jspecify.annotations.NullMarked;
