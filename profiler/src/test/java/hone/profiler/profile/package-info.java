@NullMarked
package hone.profiler.profile;

import org.jspecify.annotations.NullMarked;
