/** Pictures of a run report: one package each, all behind {@link hone.visualizers.ReportView}. */
@NullMarked
package hone.visualizers;

import org.jspecify.annotations.NullMarked;
