/** Tests of hone.engine.format.llama2c. */
@NullMarked
package hone.engine.format.llama2c;

import org.jspecify.annotations.NullMarked;
