/** Holds every reader to what a file from a stranger may do: one plain sentence, little memory, little time. */
@NullMarked
package hone.engine.badinput;

import org.jspecify.annotations.NullMarked;
