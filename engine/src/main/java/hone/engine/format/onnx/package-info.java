/** Models as ONNX files, for other runtimes. How each op is said in ONNX is a class of its own in {@code op}. */
@NullMarked
package hone.engine.format.onnx;

import org.jspecify.annotations.NullMarked;
