package io.acuity.gateway.access;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.MGF1ParameterSpec;
import java.security.spec.PSSParameterSpec;
import java.time.Instant;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** An issuer of tokens with keys of its own, made of the platform's cryptography alone. */
public final class SignedTokens {

    private static final Base64.Encoder ENCODER = Base64.getUrlEncoder().withoutPadding();

    private final KeyPair rsa;
    private final KeyPair ec;

    /** Draws its keys. */
    public SignedTokens() throws GeneralSecurityException {
        KeyPairGenerator rsaKeys = KeyPairGenerator.getInstance("RSA");
        rsaKeys.initialize(2048);
        rsa = rsaKeys.generateKeyPair();
        KeyPairGenerator ecKeys = KeyPairGenerator.getInstance("EC");
        ecKeys.initialize(new ECGenParameterSpec("secp256r1"));
        ec = ecKeys.generateKeyPair();
    }

    /** Its public keys, as issuers publish them; a secret of another service lies among them. */
    public String jwkSet() {
        RSAPublicKey key = (RSAPublicKey) rsa.getPublic();
        ECPublicKey point = (ECPublicKey) ec.getPublic();
        var keys = new JsonArray()
                .add(new JsonObject()
                        .put("kty", "RSA")
                        .put("kid", "r")
                        .put("n", unsigned(key.getModulus()))
                        .put("e", unsigned(key.getPublicExponent())))
                .add(new JsonObject()
                        .put("kty", "EC")
                        .put("kid", "e")
                        .put("use", "sig")
                        .put("crv", "P-256")
                        .put("x", coordinate(point.getW().getAffineX()))
                        .put("y", coordinate(point.getW().getAffineY())))
                .add(new JsonObject()
                        .put("kty", "RSA")
                        .put("kid", "p")
                        .put("alg", "PS256")
                        .put("n", unsigned(key.getModulus()))
                        .put("e", unsigned(key.getPublicExponent())))
                .add(new JsonObject()
                        .put("kty", "oct")
                        .put("kid", "s")
                        .put("alg", "HS256")
                        .put("k", text("guess me")));
        return new JsonObject().put("keys", keys).encode();
    }

    /** Claims of somebody, good for a minute. */
    public static JsonObject claims(String owner) {
        return new JsonObject()
                .put("iss", "https://issuer.example")
                .put("aud", "acuity")
                .put("sub", owner)
                .put("exp", Instant.now().plusSeconds(60).getEpochSecond());
    }

    /** A token signed by RSA. */
    public String sign(JsonObject claims) throws GeneralSecurityException {
        return sign("RS256", "r", claims);
    }

    String sign(String algorithm, String keyId, JsonObject claims) throws GeneralSecurityException {
        String content = content(algorithm, keyId, claims);
        byte[] bytes = content.getBytes(StandardCharsets.UTF_8);
        byte[] signature = switch (algorithm) {
            case "RS256" -> signed(Signature.getInstance("SHA256withRSA"), rsa.getPrivate(), bytes);
            case "PS256" -> {
                Signature pss = Signature.getInstance("RSASSA-PSS");
                pss.setParameter(new PSSParameterSpec("SHA-256", "MGF1", MGF1ParameterSpec.SHA256, 32, 1));
                yield signed(pss, rsa.getPrivate(), bytes);
            }
            case "ES256" -> signed(Signature.getInstance("SHA256withECDSAinP1363Format"), ec.getPrivate(), bytes);
            case "HS256" -> mac("guess me".getBytes(StandardCharsets.UTF_8), bytes);
            case "none" -> new byte[0];
            default -> throw new IllegalArgumentException(algorithm);
        };
        return content + "." + ENCODER.encodeToString(signature);
    }

    /** The known trick: the public key, taken for a shared secret. */
    String signedWithThePublicKey(JsonObject claims) throws GeneralSecurityException {
        String content = content("HS256", "r", claims);
        return content + "."
                + ENCODER.encodeToString(mac(rsa.getPublic().getEncoded(), content.getBytes(StandardCharsets.UTF_8)));
    }

    private static String content(String algorithm, String keyId, JsonObject claims) {
        var header = new JsonObject().put("typ", "JWT").put("alg", algorithm).put("kid", keyId);
        return text(header.encode()) + "." + text(claims.encode());
    }

    private static byte[] signed(Signature signature, PrivateKey key, byte[] bytes) throws GeneralSecurityException {
        signature.initSign(key);
        signature.update(bytes);
        return signature.sign();
    }

    private static byte[] mac(byte[] secret, byte[] bytes) throws GeneralSecurityException {
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(secret, "HmacSHA256"));
        return mac.doFinal(bytes);
    }

    private static String text(String text) {
        return ENCODER.encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    private static String unsigned(BigInteger number) {
        byte[] bytes = number.toByteArray();
        int sign = bytes[0] == 0 ? 1 : 0;
        return ENCODER.encodeToString(java.util.Arrays.copyOfRange(bytes, sign, bytes.length));
    }

    private static String coordinate(BigInteger number) {
        byte[] bytes = number.toByteArray();
        byte[] padded = new byte[32];
        int length = Math.min(32, bytes.length);
        System.arraycopy(bytes, bytes.length - length, padded, 32 - length, length);
        return ENCODER.encodeToString(padded);
    }
}
