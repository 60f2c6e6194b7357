package io.acuity.gateway.access;

/** What a caller may do. */
public enum Role {
    /** Submits jobs and clips, and sees its own. */
    USER,

    /** Also publishes datasets, steers rollouts and sees everybody's jobs and metrics. */
    OPERATOR
}
