/** Regular expressions in RE2's syntax, matched in time that grows with pattern times text and no faster. */
@NullMarked
package hone.engine.format.onnx.reference.pattern;

import org.jspecify.annotations.NullMarked;
