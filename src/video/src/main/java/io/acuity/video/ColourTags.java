package io.acuity.video;

/**
 * How a clip's numbers mean colours, as code points of ITU-T H.273 (which FFmpeg's constants are); 2 stands for
 * "unspecified" in {@code primaries}, {@code transfer} and {@code matrix}, 0 in {@code range} and
 * {@code chromaLocation}.
 *
 * @param range 1 studio (16 to 235 of 255), 2 full
 * @param primaries such as 1 BT.709, 9 BT.2020
 * @param transfer such as 1 BT.709, 16 PQ, 18 HLG
 * @param matrix between RGB and YUV: 1 BT.709, 5 and 6 BT.601, 9 BT.2020
 * @param chromaLocation where chroma samples lie, FFmpeg's numbering: 1 left, 2 centre, 3 top left
 */
public record ColourTags(int range, int primaries, int transfer, int matrix, int chromaLocation) {
    /** A clip without a word about colour. */
    public static final ColourTags UNSPECIFIED = new ColourTags(0, 2, 2, 2, 0);

    /** Red, green and blue as they are: no matrix of YUV. */
    private static final int IDENTITY = 0;

    private static final int UNTOLD = 2;
    private static final int BT709 = 1;
    private static final int BT601 = 6;
    private static final int PQ = 16;
    private static final int HLG = 18;
    /** From this height on an untagged clip is taken for high definition, as players do. */
    private static final int HD_HEIGHT = 720;

    /** Whether the transfer is one of the two for high dynamic range, PQ or HLG. */
    public boolean isHdr() {
        return transfer == PQ || transfer == HLG;
    }

    /** Whether the clip says its matrix. */
    public boolean saysMatrix() {
        return matrix != UNTOLD;
    }

    /** The matrix of YUV to use for frames of this height: the tagged one, else BT.709 from 720 rows on and BT.601 below. */
    public int matrixFor(int height) {
        if (saysMatrix() && matrix != IDENTITY) {
            return matrix;
        }
        return height >= HD_HEIGHT ? BT709 : BT601;
    }

    /**
     * The tags for frames enlarged from {@code height} to {@code newHeight}: the same, except that the matrix is said
     * where a player would otherwise guess another one for the larger frames than it did for the source.
     */
    public ColourTags forEnlarged(int height, int newHeight) {
        int used = matrixFor(height);
        return used == matrixFor(newHeight) ? this : withMatrix(used);
    }

    /** The tags for frames that are written as YUV: where the source was RGB, with the matrix that is used. */
    public ColourTags forYuv(int height) {
        return matrix == IDENTITY ? withMatrix(matrixFor(height)) : this;
    }

    private ColourTags withMatrix(int other) {
        return new ColourTags(range, primaries, transfer, other, chromaLocation);
    }
}
