/** The one path from a request to a report, for window and command line alike. */
@NullMarked
package hone.profiler.service;

import org.jspecify.annotations.NullMarked;
