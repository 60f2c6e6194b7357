package io.acuity.evaluation;

/**
 * One measure of a result, and of bicubic enlargement on the same image or set.
 *
 * @param result of what is evaluated
 * @param bicubic of the yardstick
 */
public record Figures(double result, double bicubic) {}
