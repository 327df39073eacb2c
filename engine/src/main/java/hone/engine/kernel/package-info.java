/** One way to compute one op; one package below for each family of ops, read as a ladder from naive to fast. */
@NullMarked
package hone.engine.kernel;

import org.jspecify.annotations.NullMarked;
