/** Tokenizers: text as whole numbers, by characters, by bytes and by merged pairs of bytes; and windows of tokens. */
@NullMarked
package hone.engine.data.token;

import org.jspecify.annotations.NullMarked;
