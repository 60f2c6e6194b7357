package io.acuity.networks.graph;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.acuity.networks.program.Program;
import org.junit.jupiter.api.Test;

class GraphTest {
    @Test
    void writesOneLinePerOperation() {
        // given
        Graph graph = Graph.of(ScalarType.FLOAT32);
        Value x = graph.input("x");

        // when
        Program program = graph.returns(graph.add(x, graph.parameter("bias", 1, 3, 1, 1)));

        // then
        assertThat(program.source()).isEqualTo("""
                        class G(Module):
                          __parameters__ = []
                          __buffers__ = []
                          training : bool
                          def forward(self: __torch__.G,
                            x: Tensor,
                            w: List[Tensor]) -> Tensor:
                            _0 = torch.add(x, w[0])
                            return _0
                        """);
        assertThat(program.parameterCount()).isEqualTo(3);
    }

    @Test
    void sharesAParameterAskedForTwice() {
        // given
        Graph graph = Graph.of(ScalarType.FLOAT32);

        // when
        Value first = graph.parameter("shared", 4);
        Value second = graph.parameter("shared", 4);

        // then
        assertThat(second).isEqualTo(first);
    }

    @Test
    void refusesOneNameWithTwoShapes() {
        // given
        Graph graph = Graph.of(ScalarType.FLOAT32);
        graph.parameter("weight", 4);

        // then
        assertThatIllegalStateException()
                .isThrownBy(() -> graph.parameter("weight", 5))
                .withMessageContaining("weight");
    }

    @Test
    void refusesAnInputAfterTheFirstOperation() {
        // given
        Graph graph = Graph.of(ScalarType.FLOAT32);
        graph.abs(graph.input("x"));

        // then
        assertThatIllegalStateException().isThrownBy(() -> graph.input("late")).withMessageContaining("late");
    }
}
