/** How many tokens a second a transformer decodes, beside llama2.c. */
@NullMarked
package hone.profiler.bench.decode;

import org.jspecify.annotations.NullMarked;
