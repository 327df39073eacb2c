/** Text from a transformer, token by token: what each next token is drawn from, and how. */
@NullMarked
package hone.engine.generate;

import org.jspecify.annotations.NullMarked;
