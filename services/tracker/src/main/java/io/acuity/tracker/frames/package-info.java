/** Frames of clips told in their order, each index exactly once, with gaps and an end (docs/video-topics.md, docs/adr/0011). */
@NullMarked
package io.acuity.tracker.frames;

import org.jspecify.annotations.NullMarked;
