package io.acuity.streaming.blob;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.net.URI;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class S3LocationTest {

    @Test
    void bucketPrefixAndOptionsAreRead() {
        // when
        var location =
                S3Location.parse(URI.create("s3://acuity/a/b/?endpoint=http://minio:9000&region=eu-1&pathStyle=true"));

        // then
        assertThat(location)
                .isEqualTo(
                        new S3Location("acuity", "a/b/", Optional.of(URI.create("http://minio:9000")), "eu-1", true));
        assertThat(location.uri(new BlobName(BlobArea.PAYLOADS, "ab".repeat(32))))
                .isEqualTo("s3://acuity/a/b/payloads/ab/" + "ab".repeat(32));
    }

    @Test
    void amazonItselfNeedsNoOptions() {
        assertThat(S3Location.parse(URI.create("s3://acuity")))
                .isEqualTo(new S3Location("acuity", "", Optional.empty(), "us-east-1", false));
    }

    @Test
    void passwordsInAddressesAreRefusedAndNotRepeated() {
        for (String uri :
                List.of("s3://key:hush@acuity/blobs", "s3://acuity/blobs?endpoint=http://key:hush@minio:9000")) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> S3Location.parse(URI.create(uri)))
                    .withMessageContaining("AWS_SHARED_CREDENTIALS_FILE")
                    .withMessageNotContaining("hush");
        }
    }

    @Test
    void unknownOptionsAndMissingBucketsAreRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> S3Location.parse(URI.create("s3://acuity?endpiont=http://a")))
                .withMessageContaining("endpiont");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> S3Location.parse(URI.create("s3:acuity")))
                .withMessageContaining("bucket");
    }
}
