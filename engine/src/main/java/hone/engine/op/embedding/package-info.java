/** Tables of rows that are looked up by number. */
@NullMarked
package hone.engine.op.embedding;

import org.jspecify.annotations.NullMarked;
