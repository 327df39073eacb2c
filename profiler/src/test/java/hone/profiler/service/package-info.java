/** Tests of hone.profiler.service. */
@NullMarked
package hone.profiler.service;

import org.jspecify.annotations.NullMarked;
