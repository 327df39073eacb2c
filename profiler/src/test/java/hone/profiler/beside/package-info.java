@NullMarked
package hone.profiler.beside;

import org.jspecify.annotations.NullMarked;
