/** Tests that models of every format open. */
@org.jspecify.annotations.NullMarked
package hone.engine.format.open;
