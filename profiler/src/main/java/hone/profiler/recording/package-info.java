/** JDK Flight Recorder: one event for each op beside the JVM's own. */
@NullMarked
package hone.profiler.recording;

import org.jspecify.annotations.NullMarked;
