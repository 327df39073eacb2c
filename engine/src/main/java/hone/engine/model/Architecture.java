package hone.engine.model;

import hone.engine.graph.Graph;
import java.util.function.Supplier;

/**
 * A model without its weights, by name.
 *
 * @param id as the command line takes it: "mlp"
 * @param title for people
 * @param text one sentence on what it is
 * @param task what it is for
 * @param input name of its input
 * @param output name of its output
 * @param graph builds the graph; the dimension {@code batch} is symbolic
 */
public record Architecture(
        String id, String title, String text, Task task, String input, String output, Supplier<Graph> graph) {}
