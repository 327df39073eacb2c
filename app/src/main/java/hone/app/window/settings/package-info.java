/** What the studio remembers between two starts. */
@NullMarked
package hone.app.window.settings;

import org.jspecify.annotations.NullMarked;
