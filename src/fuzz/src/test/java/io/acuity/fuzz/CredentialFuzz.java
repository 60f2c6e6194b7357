package io.acuity.fuzz;

import io.acuity.gateway.access.Credentials;
import io.acuity.gateway.access.KeyFileException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Base64;

/** Tokens, sessions, key sets and files of keys: the first byte chooses who reads it. */
public final class CredentialFuzz {
    private static final long MEMORY = 64L << 20;
    private static final int PER_BYTE = 4_000;
    private static final Path FILE = file();

    private CredentialFuzz() {}

    /** Called by the fuzzer. */
    public static void fuzzerTestOneInput(byte[] input) {
        if (input.length > 0) {
            byte[] rest = Arrays.copyOfRange(input, 1, input.length);
            Bounded.allocating(MEMORY + (long) PER_BYTE * input.length, () -> read(input[0] & 0xFF, rest));
        }
    }

    private static void read(int reader, byte[] rest) {
        String text = new String(rest, StandardCharsets.UTF_8);
        switch (reader % 5) {
            case 0 -> Credentials.token(text);
            case 1 -> Credentials.token(encoded(text));
            case 2 -> Credentials.session(text);
            case 3 -> keySet(text);
            default -> keyFile(rest);
        }
    }

    /** Header and claims, one line each, as a token: the fuzzer need not learn Base64. */
    private static String encoded(String lines) {
        String[] parts = lines.split("\n", 2);
        return base64(parts[0]) + "." + (parts.length < 2 ? "" : base64(parts[1])) + ".c2lnbmVk";
    }

    private static String base64(String text) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    private static void keySet(String text) {
        try {
            Credentials.keySet(text);
        } catch (IllegalArgumentException e) {
            Bounded.require(e.getMessage() != null, "A refusal without a reason.");
        }
    }

    private static void keyFile(byte[] content) {
        try {
            Files.write(FILE, content);
            Credentials.keyFile(FILE);
        } catch (KeyFileException e) {
            Bounded.requireSentence(e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Path file() {
        try {
            Path made = Files.createTempFile("acuity-fuzz", ".json");
            made.toFile().deleteOnExit();
            return made;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
