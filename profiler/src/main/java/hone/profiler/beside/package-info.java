/** Another program's runtime beside both sides of a trial: the same model, the same inputs, in turns. */
@NullMarked
package hone.profiler.beside;

import org.jspecify.annotations.NullMarked;
