package io.acuity.cli.key;

import static org.assertj.core.api.Assertions.assertThat;

import io.acuity.cli.Acuity;
import io.acuity.cli.console.Console;
import io.acuity.gateway.access.KeyFile;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KeyCommandTest {
    @TempDir
    private Path folder;

    private record Ended(int status, String out, String err) {}

    private static Ended run(String... arguments) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        int status = Acuity.run(
                new Console(
                        new PrintStream(out, true, StandardCharsets.UTF_8),
                        new PrintStream(err, true, StandardCharsets.UTF_8)),
                arguments);
        return new Ended(status, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
    }

    @Test
    void aKeyIsMadeListedAndRevoked() throws Exception {
        // given
        String file = folder.resolve("keys.json").toString();

        // when
        Ended made = run("key", "create", "--owner", "print shop", "--keys", file);
        run("key", "create", "--owner", "olga", "--role", "operator", "--keys", file);
        Ended listed = run("key", "list", "--keys", file);
        String id = listed.out().lines().findFirst().orElseThrow().split(" ", 2)[0];
        Ended revoked = run("key", "revoke", id, "--keys", file);
        Ended again = run("key", "revoke", id, "--keys", file);

        // then
        assertThat(made.out()).matches("acuity_[A-Za-z0-9_-]{43}\\R");
        assertThat(made.err()).contains("print shop").doesNotContain(made.out().strip());
        assertThat(listed.out().lines()).hasSize(2).first().asString().contains("user", "print shop");
        assertThat(listed.out().lines()).last().asString().contains("operator", "olga");
        assertThat(Files.readString(Path.of(file))).doesNotContain(made.out().strip());
        assertThat(revoked.status()).isZero();
        assertThat(new KeyFile(Path.of(file)).read())
                .singleElement()
                .matches(key -> key.owner().equals("olga"));
        assertThat(again.status()).isEqualTo(2);
        assertThat(again.err()).contains("There is no key " + id);
    }

    @Test
    void whatCannotBeIsSaid() {
        // when
        Ended nobody = run(
                "key", "create", "--owner", " ", "--keys", folder.resolve("k").toString());
        Ended nowhere = run("key", "list", "--keys", folder.resolve("none").toString());
        Ended open = run("service", "gateway", "--host", "0.0.0.0", "--blobs", "file:///tmp/none");

        // then
        assertThat(nobody.status()).isEqualTo(2);
        assertThat(nowhere.err()).contains("acuity key create");
        assertThat(open.status()).isEqualTo(2);
        assertThat(open.err()).contains("--api-keys").contains("--open-to-all");
    }
}
