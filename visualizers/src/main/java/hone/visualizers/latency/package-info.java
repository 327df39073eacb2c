/** The live latency chart: a decimated ring of samples of both arms. */
@NullMarked
package hone.visualizers.latency;

import org.jspecify.annotations.NullMarked;
