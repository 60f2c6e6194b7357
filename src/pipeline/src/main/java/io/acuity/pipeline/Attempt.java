package io.acuity.pipeline;

/**
 * One name on the topics. Results of a topic are final, so a run that lost a frame goes on under another name, with the
 * frames that are still missing numbered from 0.
 *
 * @param clip the clip id on the topics
 * @param firstSegment the clip's segment that is this attempt's segment 0
 */
record Attempt(String clip, long firstSegment) {
    static Attempt parse(String text) {
        String[] words = text.strip().split(" ", 2);
        return new Attempt(words[0], Long.parseLong(words[1]));
    }

    String text() {
        return clip + " " + firstSegment;
    }

    String key(long segment) {
        return clip + "/" + segment;
    }
}
