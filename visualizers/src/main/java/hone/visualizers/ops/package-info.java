/** The table of ops from the profile pass. */
@NullMarked
package hone.visualizers.ops;

import org.jspecify.annotations.NullMarked;
