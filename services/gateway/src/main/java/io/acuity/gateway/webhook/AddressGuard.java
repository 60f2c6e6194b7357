package io.acuity.gateway.webhook;

import java.net.InetAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.Locale;
import java.util.Set;

/**
 * Decides whether a webhook may be called, so that nobody can have this service call into its own network. What a URL says is checked
 * when it is submitted; where its host is, at each call, and the call then goes to the very address that was checked: a name that
 * changes between the look-up and the call gains nothing.
 */
public final class AddressGuard {

    private static final int LONGEST_URL = 2_000;

    private final Set<String> allowedHosts;
    private final Lookup lookup;

    /** Finds a host's addresses; blocks. */
    @FunctionalInterface
    interface Lookup {
        InetAddress[] of(String host) throws UnknownHostException;
    }

    /**
     * A guard.
     *
     * @param allowedHosts hosts in lower case that may be called wherever they are, and without TLS
     */
    public AddressGuard(Set<String> allowedHosts) {
        this(allowedHosts, InetAddress::getAllByName);
    }

    AddressGuard(Set<String> allowedHosts, Lookup lookup) {
        this.allowedHosts = Set.copyOf(allowedHosts);
        this.lookup = lookup;
    }

    /**
     * Checks what a URL says.
     *
     * @return it, parsed
     * @throws TargetRefusedException if it is none, or one that is never called
     */
    public URI check(String url) {
        URI target = parse(url);
        String scheme = target.getScheme() == null ? "" : target.getScheme().toLowerCase(Locale.ROOT);
        String host = target.getHost();
        if (host == null || target.getRawUserInfo() != null || target.getRawFragment() != null) {
            throw new TargetRefusedException(url, "it needs a host, and neither user nor fragment.");
        }
        boolean plain = scheme.equals("http") && allowedHosts.contains(host.toLowerCase(Locale.ROOT));
        if (!scheme.equals("https") && !plain) {
            throw new TargetRefusedException(url, "it must be an https address.");
        }
        return target;
    }

    /**
     * Where to call; blocks while the name is looked up.
     *
     * @throws TargetRefusedException if any of its addresses is one of a private network
     * @throws UnknownHostException if it has no address now
     */
    InetAddress address(URI target) throws UnknownHostException {
        String host = target.getHost();
        InetAddress[] addresses = lookup.of(host);
        boolean inward = !allowedHosts.contains(host.toLowerCase(Locale.ROOT))
                && !Arrays.stream(addresses).allMatch(PublicAddresses::contain);
        if (inward) {
            throw new TargetRefusedException(
                    target.toString(),
                    "its host is in a private network; the service's operator can allow it by name.");
        }
        return addresses[0];
    }

    private static URI parse(String url) {
        if (url.length() > LONGEST_URL) {
            throw new TargetRefusedException(url, "it has more than " + LONGEST_URL + " characters.");
        }
        try {
            return new URI(url);
        } catch (URISyntaxException e) {
            throw new TargetRefusedException(url, "it is not a URL (" + e.getReason() + ").");
        }
    }
}
