/** What every part of the engine shares: its one family of errors, cancellation and progress. */
@NullMarked
package hone.engine;

import org.jspecify.annotations.NullMarked;
