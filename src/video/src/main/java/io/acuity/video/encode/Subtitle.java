package io.acuity.video.encode;

/**
 * A line of text shown with a new clip.
 *
 * @param startMillis when it appears
 * @param durationMillis for how long
 * @param text what it says
 */
public record Subtitle(long startMillis, long durationMillis, String text) {}
