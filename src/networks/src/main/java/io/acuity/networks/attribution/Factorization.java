package io.acuity.networks.attribution;

import io.acuity.networks.graph.Graph;
import io.acuity.networks.graph.Value;

/**
 * The factorisation that gave the method its name (AGF paper and its published code): a tensor T is explained by two representatives, the mean vectors of H = sigmoid(10 · T / max T) over the pixels whose attribution
 * φ is negative and over those whose is positive. With R = [R₋, R₊] ({@code C × 2}) the shares of each pixel are
 * W = relu((RᵀR + I)⁻¹ RᵀH), and F = W₊ − W₋ says which of the two the pixel is more like.
 */
final class Factorization {
    private static final double STEEPNESS = 10;

    private final Operations by;
    private final Graph graph;

    Factorization(Operations operations) {
        this.by = operations;
        this.graph = operations.graph;
    }

    /**
     * relu(F) of a tensor.
     *
     * @param tensor T, {@code [N or 1, C, H, W]}
     * @param phi {@code [N, 1, H, W]}
     * @return {@code [N, 1, H, W]}
     */
    Value positivePart(Value tensor, Value phi) {
        Value relative = graph.mul(tensor, by.inverse(by.reductions.largest(tensor, 1, 2, 3)));
        Value h = rows(by.elements.sigmoid(graph.scale(relative, STEEPNESS)));
        Value against = representative(h, by.elements.isPositive(graph.scale(phi, -1)));
        Value inFavour = representative(h, by.elements.isPositive(phi));
        Value shares = difference(h, against, inFavour);
        return graph.reshape(graph.relu(shares), -1, 1, graph.size(phi, 2), graph.size(phi, 3));
    }

    /** W₊ − W₋, {@code [N, 1, P]}; the inverse of the 2×2 matrix is written out, its determinant is at least 1. */
    private Value difference(Value h, Value against, Value inFavour) {
        Value a = graph.plus(by.reductions.sum(graph.mul(against, against), 1), 1);
        Value d = graph.plus(by.reductions.sum(graph.mul(inFavour, inFavour), 1), 1);
        Value b = by.reductions.sum(graph.mul(against, inFavour), 1);
        Value likeAgainst = graph.matmul(graph.permute(against, 0, 2, 1), h);
        Value likeInFavour = graph.matmul(graph.permute(inFavour, 0, 2, 1), h);
        Value inverse = by.inverse(graph.sub(graph.mul(a, d), graph.mul(b, b)));
        Value minus = graph.sub(graph.mul(d, likeAgainst), graph.mul(b, likeInFavour));
        Value plus = graph.sub(graph.mul(a, likeInFavour), graph.mul(b, likeAgainst));
        return graph.sub(graph.relu(graph.mul(plus, inverse)), graph.relu(graph.mul(minus, inverse)));
    }

    /** The mean of H over the pixels of a side, {@code [N, C, 1]}; zero where there are none. */
    private Value representative(Value h, Value side) {
        Value pixels = graph.permute(rows(side), 0, 2, 1);
        return graph.mul(graph.matmul(h, pixels), by.inverse(by.reductions.sum(pixels, 1, 2)));
    }

    /** {@code [N, C, H, W] → [N, C, P]}. */
    private Value rows(Value image) {
        return graph.reshape(image, graph.size(image, 0), graph.size(image, 1), -1);
    }
}
