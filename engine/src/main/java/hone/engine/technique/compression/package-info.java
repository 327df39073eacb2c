/** Techniques that leave parts of the model out. */
@NullMarked
package hone.engine.technique.compression;

import org.jspecify.annotations.NullMarked;
