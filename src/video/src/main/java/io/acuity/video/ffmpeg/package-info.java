/** The native side: FFmpeg's libraries loaded, their errors as sentences, pixels converted between RGB and YUV. */
@NullMarked
package io.acuity.video.ffmpeg;

import org.jspecify.annotations.NullMarked;
