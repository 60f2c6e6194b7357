package io.acuity.diffusion.tiles;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class TileGridTest {
    record Size(int width, int height, int radius, int side) {}

    static Stream<Size> sizes() {
        Random random = new Random(20261121);
        Stream<Size> drawn = Stream.generate(() -> new Size(
                        1 + random.nextInt(400), 1 + random.nextInt(300), random.nextInt(40), 4 + random.nextInt(100)))
                .limit(60);
        return Stream.concat(
                Stream.of(new Size(1, 1, 12, 128), new Size(1, 500, 3, 7), new Size(257, 256, 20, 128)), drawn);
    }

    @ParameterizedTest
    @MethodSource("sizes")
    void coresPartitionTheImage(Size size) {
        // given
        TileGrid grid = TileGrid.cut(size.width(), size.height(), size.radius(), size.side());
        int[] owners = new int[size.width() * size.height()];
        // when
        for (int tile = 0; tile < grid.tiles(); tile++) {
            count(owners, size.width(), grid.core(tile));
            assertThat(grid.core(tile).width()).isLessThanOrEqualTo(size.side());
            assertThat(grid.core(tile).height()).isLessThanOrEqualTo(size.side());
            assertThat(grid.columnAt(grid.core(tile).x())).isEqualTo(tile % grid.columns());
            assertThat(grid.rowAt(grid.core(tile).endY() - 1)).isEqualTo(tile / grid.columns());
        }
        // then
        assertThat(owners).containsOnly(1);
    }

    @ParameterizedTest
    @MethodSource("sizes")
    void windowsHaveOneShapeAndHaloEnough(Size size) {
        // given
        TileGrid grid = TileGrid.cut(size.width(), size.height(), size.radius(), size.side());
        Rect first = grid.patch(0).window();
        for (int tile = 0; tile < grid.tiles(); tile++) {
            // when
            Patch patch = grid.patch(tile);
            // then
            assertThat(patch.window().width()).isEqualTo(first.width());
            assertThat(patch.window().height()).isEqualTo(first.height());
            assertHalo(patch, size);
            assertReach(grid, tile, patch.window());
        }
    }

    @ParameterizedTest
    @MethodSource("sizes")
    void splittingKeepsHaloAndShrinksWindows(Size size) {
        // given
        TileGrid grid = TileGrid.cut(size.width(), size.height(), size.radius(), size.side());
        int[] owners = new int[size.width() * size.height()];
        for (int tile = 0; tile < grid.tiles(); tile++) {
            // when
            Patch whole = grid.patch(tile);
            List<Patch> parts = new ArrayList<>();
            grid.split(whole).forEach(half -> parts.addAll(grid.split(half)));
            // then
            for (Patch part : parts) {
                count(owners, size.width(), part.core());
                assertHalo(part, size);
                assertThat(whole.window().contains(part.window())).isTrue();
                assertThat(part.depth()).isEqualTo(2);
            }
        }
        assertThat(owners).containsOnly(1);
    }

    @ParameterizedTest
    @MethodSource("sizes")
    void fewTilesPartitionTheImageWithinTheLimit(Size size) {
        // given a limit beside which halos are small, as that of frames is
        int side = Math.max(8 * size.radius() + 16, size.side());
        int limit = side * side;
        int[] owners = new int[size.width() * size.height()];
        // when
        TileGrid grid = TileGrid.few(size.width(), size.height(), size.radius(), limit);
        // then
        for (int tile = 0; tile < grid.tiles(); tile++) {
            Patch patch = grid.patch(tile);
            count(owners, size.width(), patch.core());
            assertHalo(patch, size);
            assertReach(grid, tile, patch.window());
            assertThat(patch.window().pixels()).isLessThanOrEqualTo(limit);
        }
        assertThat(owners).containsOnly(1);
    }

    @Test
    void fewTilesPayForTheirCutsOnly() {
        // given a frame of 720 rows and the reach of a shipped network
        TileGrid grid = TileGrid.few(1280, 720, 14, 1 << 18);
        // when
        int pixels = grid.tiles() * grid.patch(0).window().pixels();
        // then two cuts of 28 pixels: two rows of two
        assertThat(grid.tiles()).isEqualTo(4);
        assertThat(pixels).isEqualTo((1280 + 28) * (720 + 28));
    }

    @Test
    void aLimitThatNoTileCanKeepEndsTheSearch() {
        // given halos that alone exceed the limit
        TileGrid grid = TileGrid.few(400, 300, 100, 1000);
        // then
        assertThat(grid.tiles()).isBetween(1, 4 * 120);
    }

    @Test
    void aSmallImageIsOneTileWithoutHalo() {
        // given
        TileGrid grid = TileGrid.single(200, 100, 30);
        // then
        assertThat(grid.tiles()).isEqualTo(1);
        assertThat(grid.patch(0)).isEqualTo(new Patch(new Rect(0, 0, 200, 100), new Rect(0, 0, 200, 100), 0));
        assertThat(grid.reachAcross()).isZero();
    }

    @Test
    void emptyRectanglesAndLostCoresAreRefused() {
        assertThatIllegalArgumentException().isThrownBy(() -> new Rect(0, 0, 0, 5));
        assertThatIllegalArgumentException().isThrownBy(() -> new Rect(-1, 0, 3, 5));
        assertThatIllegalArgumentException().isThrownBy(() -> new Patch(new Rect(0, 0, 5, 5), new Rect(1, 0, 5, 5), 0));
    }

    private static void assertHalo(Patch patch, Size size) {
        Rect core = patch.core();
        Rect window = patch.window();
        assertThat(new Rect(0, 0, size.width(), size.height()).contains(window)).isTrue();
        assertThat(window.x()).isLessThanOrEqualTo(Math.max(0, core.x() - size.radius()));
        assertThat(window.y()).isLessThanOrEqualTo(Math.max(0, core.y() - size.radius()));
        assertThat(window.endX()).isGreaterThanOrEqualTo(Math.min(size.width(), core.endX() + size.radius()));
        assertThat(window.endY()).isGreaterThanOrEqualTo(Math.min(size.height(), core.endY() + size.radius()));
    }

    private static void assertReach(TileGrid grid, int tile, Rect window) {
        int column = tile % grid.columns();
        int row = tile / grid.columns();
        assertThat(grid.columnAt(window.x())).isGreaterThanOrEqualTo(column - grid.reachAcross());
        assertThat(grid.columnAt(window.endX() - 1)).isLessThanOrEqualTo(column + grid.reachAcross());
        assertThat(grid.rowAt(window.y())).isGreaterThanOrEqualTo(row - grid.reachDown());
        assertThat(grid.rowAt(window.endY() - 1)).isLessThanOrEqualTo(row + grid.reachDown());
    }

    private static void count(int[] owners, int width, Rect core) {
        for (int y = core.y(); y < core.endY(); y++) {
            for (int x = core.x(); x < core.endX(); x++) {
                owners[y * width + x]++;
            }
        }
    }
}
