package io.acuity.cli.upscale;

/** The gateway refused something, or a job did not succeed; the message is the gateway's sentence. */
final class JobProblem extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final String code;
    private final String sentence;

    JobProblem(String code, String sentence) {
        super(sentence);
        this.code = code;
        this.sentence = sentence;
    }

    /** Stable name of the cause. */
    String code() {
        return code;
    }

    String sentence() {
        return sentence;
    }
}
