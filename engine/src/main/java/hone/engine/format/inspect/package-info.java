/** What a file of weights or a model holds, in numbers, without running it. */
@NullMarked
package hone.engine.format.inspect;

import org.jspecify.annotations.NullMarked;
