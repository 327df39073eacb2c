/** Linear layers whose pruned weight is stored without its zeros: compressed rows, and slices for vectors. */
@NullMarked
package hone.engine.kernel.sparse;

import org.jspecify.annotations.NullMarked;
