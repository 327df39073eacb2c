/** Tests of what is said of files. */
@org.jspecify.annotations.NullMarked
package hone.engine.format.inspect;
