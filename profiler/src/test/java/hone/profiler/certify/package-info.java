@NullMarked
package hone.profiler.certify;

import org.jspecify.annotations.NullMarked;
