/** What a person can switch on: recipes, techniques, and folding a recipe into a setup. */
@NullMarked
package hone.engine.technique;

import org.jspecify.annotations.NullMarked;
