/** The listed kinds of op; one package below for each family. */
@NullMarked
package hone.engine.op;

import org.jspecify.annotations.NullMarked;
