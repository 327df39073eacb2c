/** How each op is said in ONNX, one class for each, and the list of them all. */
@NullMarked
package hone.engine.format.onnx.op;

import org.jspecify.annotations.NullMarked;
