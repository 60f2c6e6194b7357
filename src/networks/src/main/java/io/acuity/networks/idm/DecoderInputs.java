package io.acuity.networks.idm;

import io.acuity.networks.graph.Graph;
import io.acuity.networks.graph.Value;
import java.util.List;

/**
 * What a coordinate decoder takes from the image and from its weights, worked out once.
 *
 * @param gain {@code [1, C, 1, 1]}: what features of the U-Net are multiplied with
 * @param shift {@code [N, C, h, w]}: what is added to them
 * @param weight {@code [C, C, 1, 1]}: the two linear layers as one, of the features
 * @param rowOffset {@code [1, C, H, 1]}: what the layers make of each row's place, with their bias
 * @param columnOffset {@code [1, C, 1, W]}: the same of each column's
 * @param rows int64 {@code [H]}: the row each row is taken from
 * @param columns int64 {@code [W]}
 */
record DecoderInputs(
        Value gain, Value shift, Value weight, Value rowOffset, Value columnOffset, Value rows, Value columns) {
    /** As inputs of a program. */
    static DecoderInputs declared(Graph graph, String name) {
        return new DecoderInputs(
                graph.input(name + "Gain"),
                graph.input(name + "Shift"),
                graph.input(name + "Weight"),
                graph.input(name + "RowOffset"),
                graph.input(name + "ColumnOffset"),
                graph.input(name + "Rows"),
                graph.input(name + "Columns"));
    }

    /** In the order of {@link #declared}. */
    List<Value> values() {
        return List.of(gain, shift, weight, rowOffset, columnOffset, rows, columns);
    }
}
