package io.acuity.cli.page;

import static io.acuity.cli.page.Page.SOON;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.acuity.gateway.GatewayService;
import io.acuity.gateway.access.AccessSettings;
import io.acuity.gateway.access.ApiKey;
import io.acuity.gateway.access.KeyFile;
import io.acuity.gateway.access.Role;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.openqa.selenium.Keys;

/** The page of a service that wants to know who uses it. */
@ExtendWith(Page.Resolver.class)
class PageSignInIT {
    private final Page page;
    private final Browser browser;

    PageSignInIT(Page page) {
        this.page = page;
        this.browser = page.browser();
    }

    @Test
    void aKeyOpensThePageUntilOneSignsOut() throws Exception {
        // given
        Path keys = page.folder().resolve("keys.json");
        ApiKey.Fresh anna = ApiKey.make("anna", Set.of(Role.USER), Instant.now());
        new KeyFile(keys).add(anna.key());
        Path picture = page.sample("annas.png", 40, 30);
        try (GatewayService gateway = page.startGuarded(AccessSettings.keys(keys))) {
            browser.desktop();
            browser.colours("light");

            // when: somebody comes
            browser.goAfresh("http://127.0.0.1:" + gateway.port() + "/");
            browser.awaitText("#sign-in", "Paste a key");
            assertThat(browser.barriers()).isEmpty();
            browser.screenshot("sign-in");
            browser.find("#key").sendKeys("acuity_wrong", Keys.ENTER);
            browser.awaitText("#sign-in .problem", "not known");
            browser.find("#key").sendKeys(anna.secret(), Keys.ENTER);

            // then: the stream of events opens too, and no script can read the key
            browser.awaitText("#link-words", "Live");
            await().atMost(SOON).until(() -> browser.text("#sign-in").isEmpty());
            assertThat(browser.text("#sign-out")).isEqualTo("Sign out");
            assertThat(browser.run("return document.cookie + JSON.stringify({ ...localStorage, ...sessionStorage })"))
                    .isEqualTo("{}");

            // and when: an image is sent
            browser.find("#files").sendKeys(picture.toString());
            browser.find("#submit").sendKeys(Keys.ENTER);
            browser.awaitText("#stage .state", "Done");
            browser.awaitText("#stage .facts", "160 × 120");

            // and when: the same browser comes again, and then signs out
            browser.goAfresh("http://127.0.0.1:" + gateway.port() + "/");
            browser.awaitText("#jobs", "anna");
            browser.find("#sign-out").click();

            // then
            browser.awaitText("#sign-in", "Paste a key");
            assertThat(browser.text("#jobs")).isEmpty();
        }
    }
}
