package io.acuity.gateway.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.EnumSet;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class KeyFileTest {

    private static final Instant NOW = Instant.parse("2026-11-22T12:00:00Z");

    @TempDir
    Path folder;

    @Test
    void theFileHoldsNoKeyAndIsItsOwnersAlone() throws Exception {
        // given
        Path path = folder.resolve("keys.json");
        ApiKey.Fresh made = ApiKey.make("print shop", EnumSet.of(Role.USER), NOW);

        // when
        new KeyFile(path).add(made.key());

        // then
        assertThat(made.secret()).startsWith("acuity_").hasSize(7 + 43);
        assertThat(made.toString()).doesNotContain(made.secret());
        assertThat(Files.readString(path))
                .contains("print shop")
                .doesNotContain(made.secret().substring(7));
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(path)))
                .isEqualTo("rw-------");
        assertThat(new KeyFile(path).read()).containsExactly(made.key());
        try (var files = Files.list(folder)) {
            assertThat(files).containsExactly(path);
        }
    }

    @Test
    void aRevokedKeyIsForgottenByWhoWatchesTheFile() {
        // given
        Path path = folder.resolve("keys.json");
        var file = new KeyFile(path);
        ApiKey.Fresh anna = ApiKey.make("anna", Set.of(Role.USER), NOW);
        ApiKey.Fresh olga = ApiKey.make("olga", EnumSet.allOf(Role.class), NOW);
        file.add(anna.key());
        file.add(olga.key());
        var ring = new KeyRing(path);
        assertThat(ring.find(anna.secret())).contains(anna.key());

        // when
        assertThat(file.remove(anna.key().id())).contains(anna.key());
        assertThat(file.remove("nobody")).isEmpty();
        ring.refresh();

        // then
        assertThat(ring.find(anna.secret())).isEmpty();
        assertThat(ring.named(anna.key().id())).isEmpty();
        assertThat(ring.find(olga.secret())).contains(olga.key());
        assertThat(ring.find(olga.secret() + "x")).isEmpty();
    }

    @Test
    void aFileThatGoesBadLeavesTheKeysAsTheyWere() throws Exception {
        // given
        Path path = folder.resolve("keys.json");
        ApiKey.Fresh anna = ApiKey.make("anna", Set.of(Role.USER), NOW);
        new KeyFile(path).add(anna.key());
        var ring = new KeyRing(path);

        // when, then: half written, gone, back
        Files.writeString(path, "{\"keys\": [");
        ring.refresh();
        assertThat(ring.find(anna.secret())).isPresent();
        Files.delete(path);
        ring.refresh();
        assertThat(ring.find(anna.secret())).isPresent();
        Files.writeString(path, "{\"keys\": []}");
        ring.refresh();
        assertThat(ring.find(anna.secret())).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "[]",
                "{}",
                "{\"keys\": 1}",
                "{\"keys\": [1]}",
                "{\"keys\": [{\"id\": \"a\"}]}",
                "{\"keys\": [{\"id\": \"a\", \"owner\": \"b\", \"roles\": [\"king\"], \"sha256\": \"0\", \"createdAt\": \"x\"}]}"
            })
    void whatIsNoFileOfKeysIsToldSo(String content) throws Exception {
        // given
        Path path = Files.writeString(folder.resolve("keys.json"), content);

        // when, then
        assertThatThrownBy(() -> new KeyRing(path))
                .isInstanceOf(KeyFileException.class)
                .hasMessageContaining("no file of keys");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", " anna", "anna ", "an\nna", "anybody"})
    void anOwnerIsAName(String owner) {
        assertThatThrownBy(() -> ApiKey.make(owner, Set.of(Role.USER), NOW))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
