package io.acuity.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.acuity.gateway.access.AccessSettings;
import io.acuity.gateway.access.ApiKey;
import io.acuity.gateway.access.KeyFile;
import io.acuity.gateway.access.Role;
import io.acuity.gateway.tls.TlsFiles;
import io.vertx.core.net.SelfSignedCertificate;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSession;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A gateway under TLS, with certificates made here. */
class TlsIT {

    private static final Duration SOON = Duration.ofSeconds(20);

    @TempDir
    private Path directory;

    @Test
    void theGatewaySpeaksTlsAndTakesANewCertificateWithoutRestart() throws Exception {
        // given
        var files = new TlsFiles(directory.resolve("tls.crt"), directory.resolve("tls.key"));
        Certificate first = draw(files);
        ApiKey.Fresh anna = ApiKey.make("anna", Set.of(Role.USER), Instant.now());
        new KeyFile(directory.resolve("keys.json")).add(anna.key());
        try (GatewayHouse house = GatewayHouse.start(directory, 1)) {
            GatewaySettings settings = house.settings(GatewayHouse.ANY)
                    .withAccess(AccessSettings.keys(directory.resolve("keys.json")))
                    .withTls(files);
            try (GatewayService gateway = GatewayService.start(settings)) {
                // when
                URI session = URI.create("https://localhost:" + gateway.port() + "/v1/session");
                HttpResponse<String> answer = post(session, first, anna.secret(), "TLSv1.3");

                // then
                assertThat(answer.statusCode()).isEqualTo(200);
                assertThat(answer.headers().firstValue("Set-Cookie").orElseThrow())
                        .contains("; Secure");
                assertThat(post(session, first, anna.secret(), "TLSv1.2").statusCode())
                        .isEqualTo(200);
                assertThatThrownBy(() -> Raw.get(gateway.port(), "/v1/session").startsWith("HTTP/1.1 200"))
                        .isInstanceOf(Exception.class);

                // and when
                Certificate second = draw(files);

                // then
                await().atMost(SOON)
                        .ignoreExceptionsInstanceOf(SSLException.class)
                        .untilAsserted(() -> assertThat(post(session, second, anna.secret(), "TLSv1.3")
                                        .sslSession())
                                .map(TlsIT::certificate)
                                .hasValue(second));
                assertThatThrownBy(() -> post(session, first, anna.secret(), "TLSv1.3"))
                        .isInstanceOf(SSLException.class);
            }
        }
    }

    private static Certificate certificate(SSLSession session) {
        try {
            return session.getPeerCertificates()[0];
        } catch (SSLException e) {
            throw new AssertionError(e);
        }
    }

    /** A certificate of this machine, and its key. */
    private static Certificate draw(TlsFiles files) throws Exception {
        SelfSignedCertificate drawn = SelfSignedCertificate.create("localhost");
        Path key = Path.of(drawn.privateKeyPath());
        Path certificate = Path.of(drawn.certificatePath());
        Files.copy(key, files.key(), StandardCopyOption.REPLACE_EXISTING);
        Files.copy(certificate, files.certificate(), StandardCopyOption.REPLACE_EXISTING);
        drawn.delete();
        try (var in = Files.newInputStream(files.certificate())) {
            return CertificateFactory.getInstance("X.509").generateCertificate(in);
        }
    }

    private static HttpResponse<String> post(URI address, Certificate trusted, String key, String protocol)
            throws Exception {
        KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
        store.load(null, null);
        store.setCertificateEntry("gateway", trusted);
        TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(store);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, trust.getTrustManagers(), null);
        var parameters = new SSLParameters();
        parameters.setProtocols(new String[] {protocol});
        try (HttpClient http = HttpClient.newBuilder()
                .sslContext(context)
                .sslParameters(parameters)
                .build()) {
            return http.send(
                    HttpRequest.newBuilder(address)
                            .timeout(Duration.ofSeconds(10))
                            .header("Authorization", "Bearer " + key)
                            .POST(HttpRequest.BodyPublishers.noBody())
                            .build(),
                    BodyHandlers.ofString());
        }
    }
}
