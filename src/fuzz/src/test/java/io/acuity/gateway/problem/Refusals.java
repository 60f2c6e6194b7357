package io.acuity.gateway.problem;

/** What callers hear of a refusal, for the fuzzer. */
public final class Refusals {
    private static final int LONGEST_DETAIL = 2_000;

    private Refusals() {}

    /** Fails unless it is the caller's own doing, told in a sentence that does not repeat all they sent. */
    public static void require(RefusedException refused) {
        Problem problem = Problems.of(refused.refusal());
        String detail = problem.detail();
        if (problem.status() < 400 || problem.status() > 499) {
            throw new AssertionError("A caller's mistake became " + problem, refused);
        }
        if (!detail.endsWith(".") || detail.length() > LONGEST_DETAIL) {
            throw new AssertionError("A refusal without a sentence, or with too long a one: " + detail, refused);
        }
    }
}
