package hone.engine.model;

/** What a model is for, which decides the data it takes and the quality it is judged by. */
public enum Task {
    /** Says which of a few classes a sample belongs to; judged by its accuracy. */
    CLASSIFICATION,
    /** Says a number for a sample; judged by R², the share of the variance it explains. */
    REGRESSION,
    /** Says which token comes next, behind each token of a text; judged by its perplexity. */
    LANGUAGE
}
