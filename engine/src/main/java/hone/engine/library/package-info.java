/** Native libraries that jars on the class path may carry; none is needed, and none is shipped. */
@NullMarked
package hone.engine.library;

import org.jspecify.annotations.NullMarked;
