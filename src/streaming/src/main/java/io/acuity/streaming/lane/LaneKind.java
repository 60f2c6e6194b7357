package io.acuity.streaming.lane;

/** What a lane promises, and how far it spreads. */
public enum LaneKind {
    /** Each output once, whatever crashes; at most as many workers at work as the topic has partitions. */
    ORDERED,
    /** Each output at least once; as many workers as you like, each record to whoever is free. */
    ELASTIC
}
