/** Opens model files of every format that is known here. */
@NullMarked
package hone.engine.format.open;

import org.jspecify.annotations.NullMarked;
