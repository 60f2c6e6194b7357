package io.acuity.streaming.blob;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.acuity.events.BlobReference;
import io.acuity.events.InlinePayload;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PayloadsTest {

    @TempDir
    Path root;

    @ParameterizedTest
    @CsvSource({"0,true", "1,true", "262144,true", "262145,false", "1000000,false"})
    void smallPayloadsTravelInlineAndLargeOnesByClaimCheck(int size, boolean inline) throws Exception {
        // given
        var payloads = new Payloads(BlobStores.directory(root));
        byte[] bytes = BlobStoreContract.random(size, size);

        // when
        Object payload = payloads.put(bytes, "image/jpeg");

        // then
        assertThat(payload).isInstanceOf(inline ? InlinePayload.class : BlobReference.class);
        assertThat(payloads.read(payload)).isEqualTo(bytes);
        assertThat(payloads.read(payload)).as("reading twice").isEqualTo(bytes);
        try (InputStream in = payloads.open(payload)) {
            assertThat(in.readAllBytes()).isEqualTo(bytes);
        }
        assertThat(Payloads.mediaType(payload)).isEqualTo("image/jpeg");
        assertThat(Payloads.size(payload)).isEqualTo(size);
    }

    @Test
    void anUploadThatGrowsMovesToTheStore() {
        // given
        var payloads = new Payloads(BlobStores.directory(root));
        byte[] bytes = BlobStoreContract.random(600_000, 9);

        // when
        PayloadUpload.Stored stored;
        try (PayloadUpload upload = payloads.upload("x/y")) {
            for (int at = 0; at < bytes.length; at += 1_000) {
                upload.write(bytes, at, 1_000);
            }
            assertThat(upload.size()).isEqualTo(600_000);
            stored = upload.finish();
        }

        // then
        assertThat(stored.sha256())
                .isEqualTo(HexFormat.of().formatHex(Sha256.digest().digest(bytes)));
        assertThat(stored.size()).isEqualTo(600_000);
        assertThat(payloads.read(stored.payload())).isEqualTo(bytes);
    }

    @Test
    void anAbandonedUploadLeavesNoFile() throws Exception {
        // given
        var payloads = new Payloads(BlobStores.directory(root));

        // when
        try (PayloadUpload upload = payloads.upload("x/y")) {
            upload.write(BlobStoreContract.random(300_000, 10), 0, 300_000);
        }

        // then
        try (Stream<Path> files = Files.walk(root)) {
            assertThat(files.filter(Files::isRegularFile)).isEmpty();
        }
    }

    @Test
    void anythingElseIsNoPayload() {
        var payloads = new Payloads(BlobStores.directory(root));
        assertThatIllegalArgumentException().isThrownBy(() -> payloads.read("text"));
    }
}
