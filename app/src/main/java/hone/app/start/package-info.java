/** What happens before the first class of the user interface is loaded. */
@NullMarked
package hone.app.start;

import org.jspecify.annotations.NullMarked;
