/**
 * How a model does under the kinds of use it will meet: one query after the other, all samples at once, and queries that arrive
 * whether it is ready or not. Both sides of a comparison meet the very same.
 */
@NullMarked
package hone.profiler.scenario;

import org.jspecify.annotations.NullMarked;
