/** ONNX's messages as protobuf writes and reads them. */
@NullMarked
package hone.engine.format.onnx.proto;

import org.jspecify.annotations.NullMarked;
