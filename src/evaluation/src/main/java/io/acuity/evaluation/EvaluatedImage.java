package io.acuity.evaluation;

import io.acuity.imaging.Picture;

/**
 * An image that was scored, with its pictures.
 *
 * @param score its figures
 * @param degraded original and low-resolution picture
 * @param bicubic what bicubic enlargement makes of the low-resolution picture
 * @param result what the evaluated way makes of it
 */
public record EvaluatedImage(ImageScore score, Degraded degraded, Picture bicubic, Picture result) {}
