/** Rewrites of graphs that leave the results as they are: ops put together, taken apart, or folded into others. */
@NullMarked
package hone.engine.rewrite;

import org.jspecify.annotations.NullMarked;
