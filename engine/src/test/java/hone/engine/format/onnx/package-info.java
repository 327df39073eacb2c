@NullMarked
package hone.engine.format.onnx;

import org.jspecify.annotations.NullMarked;
