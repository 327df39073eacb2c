/** What the window shows, without a node: the setting in force, the running trial, the report. */
@NullMarked
package hone.app.window.model;

import org.jspecify.annotations.NullMarked;
