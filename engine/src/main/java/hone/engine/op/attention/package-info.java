/** Attention, the cache of keys and values that decoding keeps, and the rotation that tells attention the positions. */
@NullMarked
package hone.engine.op.attention;

import org.jspecify.annotations.NullMarked;
