@NullMarked
package hone.profiler.roofline;

import org.jspecify.annotations.NullMarked;
