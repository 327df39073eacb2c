/** Runs cases laid out like the ONNX project's backend tests. */
@NullMarked
package hone.engine.format.onnx.conformance;

import org.jspecify.annotations.NullMarked;
