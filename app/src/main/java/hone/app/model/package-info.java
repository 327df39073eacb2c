/** Which model a person means: one of the zoo's, one of the library's, or a file; and the library itself. */
@NullMarked
package hone.app.model;

import org.jspecify.annotations.NullMarked;
