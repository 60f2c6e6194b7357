package io.acuity.fuzz;

import java.util.Arrays;
import java.util.List;
import java.util.Random;

/** Inputs that resemble those of a corpus: some bytes changed, cut out, doubled, or taken from another input. */
final class Mutations {
    private static final int MOST_CHANGES = 4;
    private static final int LONGEST_PIECE = 32;
    private static final byte[] EXTREMES = {0, 1, (byte) 0x7F, (byte) 0x80, (byte) 0xFF};

    private final List<byte[]> corpus;
    private final Random random;

    /**
     * Mutations of a corpus.
     *
     * @param corpus at least one input
     * @param seed the same seed, the same mutations
     */
    Mutations(List<byte[]> corpus, long seed) {
        this.corpus = List.copyOf(corpus);
        this.random = new Random(seed);
    }

    byte[] next() {
        byte[] input = any().clone();
        for (int changes = 1 + random.nextInt(MOST_CHANGES); changes > 0 && input.length > 0; changes--) {
            input = changed(input, random.nextInt(input.length));
        }
        return input;
    }

    private byte[] any() {
        return corpus.get(random.nextInt(corpus.size()));
    }

    private byte[] changed(byte[] input, int at) {
        int end = Math.min(input.length, at + 1 + random.nextInt(LONGEST_PIECE));
        switch (random.nextInt(7)) {
            case 0 -> input[at] = (byte) random.nextInt();
            case 1 -> input[at] ^= (byte) (1 << random.nextInt(Byte.SIZE));
            case 2 -> input[at] = EXTREMES[random.nextInt(EXTREMES.length)];
            case 3 -> {
                return Arrays.copyOf(input, at);
            }
            case 4 -> {
                return joined(input, at, end);
            }
            case 5 -> {
                return joined(input, end, at);
            }
            default -> {
                byte[] other = any();
                int length = Math.min(other.length, end - at);
                System.arraycopy(other, random.nextInt(other.length - length + 1), input, at, length);
            }
        }
        return input;
    }

    /** What comes before {@code end}, and what comes from {@code from} on: cuts a piece out, or doubles it. */
    private static byte[] joined(byte[] input, int end, int from) {
        byte[] joined = Arrays.copyOf(input, end + input.length - from);
        System.arraycopy(input, from, joined, end, input.length - from);
        return joined;
    }
}
