/** From preferences to a run: planner, plan, executor, thread pool, probe. */
@NullMarked
package hone.engine.run;

import org.jspecify.annotations.NullMarked;
