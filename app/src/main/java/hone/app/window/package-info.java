/** The studio's window: its shell, what it remembers, and a way to take its picture. */
@NullMarked
package hone.app.window;

import org.jspecify.annotations.NullMarked;
