package io.acuity.gateway.access;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * What is kept of a key: never the key itself. A plain hash is enough, because a key has 256 random bits: nobody can try them all.
 *
 * @param id names it, for people; of no use to whoever reads it
 * @param owner whose jobs it submits and sees
 * @param roles what its bearer may do
 * @param sha256 of the key, lower-case hexadecimal digits
 * @param createdAt when it was made
 */
public record ApiKey(String id, String owner, Set<Role> roles, String sha256, Instant createdAt) {

    /** How every key begins, so that one that strayed into a file or a log is found. */
    public static final String PREFIX = "acuity_";

    private static final SecureRandom RANDOM = new SecureRandom();
    private static final int SECRET_BYTES = 32;
    private static final int ID_DIGITS = 12;
    private static final Pattern OWNER = Pattern.compile("[^\\p{Cntrl}\\s](?:[^\\p{Cntrl}]{0,198}[^\\p{Cntrl}\\s])?");
    private static final Pattern HASH = Pattern.compile("[0-9a-f]{64}");

    /** Rejects what no key can be. */
    public ApiKey {
        roles = Set.copyOf(roles);
        if (!OWNER.matcher(owner).matches() || owner.equals(Caller.ANYBODY.name())) {
            throw new IllegalArgumentException("A key's owner is a name of 1 to 200 characters without line ends, other"
                    + " than '" + Caller.ANYBODY.name() + "'; for example print-shop.");
        }
        if (!HASH.matcher(sha256).matches()) {
            throw new IllegalArgumentException(
                    "The key " + id + " has no SHA-256 of 64 lower-case hexadecimal digits.");
        }
    }

    /**
     * A key that was just made.
     *
     * @param secret the key itself, to be told once and kept nowhere
     * @param key what is kept of it
     */
    public record Fresh(String secret, ApiKey key) {
        /** Without the secret. */
        @Override
        public String toString() {
            return "Fresh[" + key + "]";
        }
    }

    /**
     * Makes a key from 256 random bits.
     *
     * @param owner whose jobs it submits and sees
     * @param roles what its bearer may do
     * @param now when
     * @return the key, and what is kept of it
     */
    public static Fresh make(String owner, Set<Role> roles, Instant now) {
        byte[] random = new byte[SECRET_BYTES];
        RANDOM.nextBytes(random);
        String secret = PREFIX + Base64.getUrlEncoder().withoutPadding().encodeToString(random);
        String sha256 = hash(secret);
        return new Fresh(secret, new ApiKey(sha256.substring(0, ID_DIGITS), owner, roles, sha256, now));
    }

    /**
     * Whether this is what is kept of a key. Takes as long for a wrong key as for the right one.
     *
     * @param presentedSha256 of what a caller presents
     * @return whether they are the same
     */
    boolean isOf(String presentedSha256) {
        return MessageDigest.isEqual(
                sha256.getBytes(StandardCharsets.US_ASCII), presentedSha256.getBytes(StandardCharsets.US_ASCII));
    }

    Caller caller() {
        return new Caller(owner, roles);
    }

    static String hash(String secret) {
        try {
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256").digest(secret.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java platform has SHA-256.", e);
        }
    }
}
