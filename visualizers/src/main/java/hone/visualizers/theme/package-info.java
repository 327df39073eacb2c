/** The looks of the studio: themes, fonts and the colours of charts. */
@NullMarked
package hone.visualizers.theme;

import org.jspecify.annotations.NullMarked;
