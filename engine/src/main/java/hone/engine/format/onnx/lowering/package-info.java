/** From ONNX to the engine's graph: one class for each operator or family, and the list of them all. */
@NullMarked
package hone.engine.format.onnx.lowering;

import org.jspecify.annotations.NullMarked;
