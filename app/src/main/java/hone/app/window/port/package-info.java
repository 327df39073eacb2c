/** What the window needs of the world behind it, and nothing of how that is done. */
@NullMarked
package hone.app.window.port;

import org.jspecify.annotations.NullMarked;
