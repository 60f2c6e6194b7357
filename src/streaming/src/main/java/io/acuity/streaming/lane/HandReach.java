package io.acuity.streaming.lane;

import java.util.List;

/**
 * What a hand of an elastic lane reaches for.
 *
 * @param topics whose records it takes
 * @param background whether these are the background's alone
 */
record HandReach(List<String> topics, boolean background) {}
