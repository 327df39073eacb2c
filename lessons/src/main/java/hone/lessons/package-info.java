/** Lessons: their format, parser and checker, and the content itself. Nothing here knows JavaFX. */
@NullMarked
package hone.lessons;

import org.jspecify.annotations.NullMarked;
