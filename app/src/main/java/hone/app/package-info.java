/** The program: its entry, its wiring, and where it keeps things. */
@NullMarked
package hone.app;

import org.jspecify.annotations.NullMarked;
