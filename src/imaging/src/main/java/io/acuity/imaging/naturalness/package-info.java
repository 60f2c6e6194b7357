/**
 * No-reference image quality: how far the local statistics of a picture are from those of undamaged photographs (NIQE;
 * Mittal, Soundararajan and Bovik, "Making a completely blind image quality analyzer", IEEE Signal Processing Letters
 * 20, 2013).
 */
@NullMarked
package io.acuity.imaging.naturalness;

import org.jspecify.annotations.NullMarked;
