package io.acuity.gateway.webhook;

/** A webhook's address is one that this service does not call. Trying again does not help. */
public final class TargetRefusedException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    TargetRefusedException(String url, String why) {
        super("The webhook " + shortened(url) + " is not called: " + why);
    }

    private static String shortened(String url) {
        return url.length() > 200 ? url.substring(0, 200) + "…" : url;
    }
}
