/** The command line: one class a verb, each thin; what they do is done by the same services as the window's. */
@NullMarked
package hone.app.cli;

import org.jspecify.annotations.NullMarked;
