@NullMarked
package hone.engine.format.onnx.lowering;

import org.jspecify.annotations.NullMarked;
