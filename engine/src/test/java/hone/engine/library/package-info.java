@NullMarked
package hone.engine.library;

import org.jspecify.annotations.NullMarked;
