package io.acuity.attention;

/** What becomes of the several maps (heads) of a learned backbone. */
public sealed interface HeadChoice {
    /** One head alone; {@code index} from 0. */
    record One(int index) implements HeadChoice {
        /** Refuses a negative index. */
        public One {
            if (index < 0) {
                throw new IllegalArgumentException("Heads are counted from 0; there is no head " + index + ".");
            }
        }
    }

    /** The mean over heads, pixel by pixel. */
    record Average() implements HeadChoice {}

    /** The maximum over heads, pixel by pixel; the paper's best and the default. */
    record Maximum() implements HeadChoice {}

    /** The end of an extractor's name that asks for this choice: {@code head=3}, {@code avg} or {@code max}. */
    default String text() {
        return switch (this) {
            case One one -> "head=" + one.index();
            case Average() -> "avg";
            case Maximum() -> "max";
        };
    }
}
