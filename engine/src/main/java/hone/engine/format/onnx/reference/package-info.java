/**
 * ONNX's operators as its specification words them, on plain arrays: slow, exact, and for every type. They fold constants
 * of models that are read and are what faster paths are compared with.
 */
@NullMarked
package hone.engine.format.onnx.reference;

import org.jspecify.annotations.NullMarked;
