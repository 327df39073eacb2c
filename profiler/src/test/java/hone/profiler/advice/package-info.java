@NullMarked
package hone.profiler.advice;

import org.jspecify.annotations.NullMarked;
