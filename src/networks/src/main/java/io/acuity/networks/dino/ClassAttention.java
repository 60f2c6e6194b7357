package io.acuity.networks.dino;

/**
 * What a vision transformer says of a batch of images.
 *
 * @param heads maps per image
 * @param rows patches down
 * @param columns patches across
 * @param maps the class token's attention to each patch, {@code [N, heads, rows, columns]}
 * @param features the class token's features, {@code [N, width]}
 */
public record ClassAttention(int heads, int rows, int columns, float[] maps, float[] features) {}
