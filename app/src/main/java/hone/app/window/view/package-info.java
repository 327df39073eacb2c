/** The parts of the window, plain Java each. */
@NullMarked
package hone.app.window.view;

import org.jspecify.annotations.NullMarked;
