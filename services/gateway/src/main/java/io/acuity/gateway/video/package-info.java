/** Whole clips over HTTP: taken into the store and onto their topic, followed by their views, sent back in parts. */
@NullMarked
package io.acuity.gateway.video;

import org.jspecify.annotations.NullMarked;
