package io.acuity.training.data;

import org.jspecify.annotations.Nullable;

/**
 * One image that can be learnt from.
 *
 * @param id its id in the dataset
 * @param sha256 of the HR image's file
 * @param lowResSha256 of the LR image's file; null where LR images are made by degradation
 * @param width HR pixels, after orientation
 * @param height HR pixels, after orientation
 */
public record SampleEntry(
        String id, String sha256, @Nullable String lowResSha256, int width, int height) {}
