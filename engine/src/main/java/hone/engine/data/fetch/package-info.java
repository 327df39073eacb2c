/** Fetching the public data sets: on request only, whole and checked, or with a sentence that says why not. */
@NullMarked
package hone.engine.data.fetch;

import org.jspecify.annotations.NullMarked;
