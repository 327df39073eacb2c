/** The engine's native memory: every byte is charged to a category of one budget before it is allocated. */
@NullMarked
package hone.engine.memory;

import org.jspecify.annotations.NullMarked;
