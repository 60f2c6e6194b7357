package io.acuity.cli.page;

import static io.acuity.cli.page.Page.SOON;
import static io.acuity.cli.page.Page.checkpoint;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import org.junit.jupiter.api.Test;
import org.openqa.selenium.Keys;

/** Checkpoints and rollouts on the page. */
class PageModelsIT extends OpenedPage {
    PageModelsIT(Page page) {
        super(page);
    }

    @Test
    void checkpointsAndTheirTrialAreShownWithACurve() throws Exception {
        // given
        for (int number = 1; number <= 6; number++) {
            page.publish("street-x4", number, 29 + 2 * (1 - 1.0 / number));
        }
        await().atMost(SOON)
                .until(() ->
                        page.post("/v1/rollouts/street-x4/promote", body(4)).statusCode() == 200);
        assertThat(page.post("/v1/rollouts/street-x4", body(6)).statusCode()).isEqualTo(200);
        assertThat((Boolean) browser.run("return 'Chart' in window")).isFalse();

        // when
        browser.go(page.url() + "/#/models");

        // then
        browser.awaitText("[aria-label=street-x4] .rollout", "street-x4@000000000006");
        assertThat(browser.text("[aria-label=street-x4] .rollout")).contains("street-x4@000000000004", "10 %", "90 %");
        assertThat(browser.text("[aria-label=street-x4] table:last-of-type")).isNotEmpty();
        await().atMost(SOON)
                .until(
                        () -> Long.valueOf(6)
                                .equals(
                                        browser.run(
                                                "return window.Chart?.getChart(document.querySelector('canvas'))?.data.datasets[0].data.length")));
        browser.screenshot("models-light");
        assertThat(browser.barriers()).isEmpty();
        browser.colours("dark");
        page.isFitForAPhone();
        browser.screenshot("models-phone-dark");
    }

    @Test
    void aRolloutIsStartedPromotedAndTakenBackFromThePage() throws Exception {
        // given
        for (int number = 1; number <= 3; number++) {
            page.publish("lane-x4", number, 29 + number);
        }
        browser.go(page.url() + "/#/models");
        String card = "[aria-label=lane-x4]";
        browser.awaitText(card, checkpoint("lane-x4", 3));

        // when: the newest is put on trial, with the keyboard
        browser.find("#start-lane-x4").sendKeys(Keys.ENTER);
        browser.awaitText("dialog", "Start a trial of lane-x4");
        browser.screenshot("trial-question");
        assertThat(browser.barriers()).isEmpty();
        browser.find("dialog [name=share]").sendKeys(Keys.ARROW_RIGHT);
        assertThat(browser.text("dialog output")).isEqualTo("11 %");
        browser.find("dialog [name=reason]").sendKeys("sharper on signs");
        browser.find("dialog [type=submit]").sendKeys(Keys.ENTER);

        // then
        browser.awaitText(card + " .told", "The trial has begun.");
        assertThat(browser.text(card + " .told")).contains("sharper on signs");
        browser.awaitText(card + " .rollout", "11 %");
        assertThat(browser.text(card + " .rollout")).contains(checkpoint("lane-x4", 3));
        browser.awaitGone("dialog");

        // when: it is promoted, and taken back
        browser.find("#promote-lane-x4").sendKeys(Keys.ENTER);
        browser.find("dialog [type=submit]").sendKeys(Keys.ENTER);
        browser.awaitText(card + " .told", "Promoted.");
        browser.find("#back-lane-x4").sendKeys(Keys.ENTER);
        browser.awaitText("dialog", "what each worker was started with serves all jobs again");
        browser.find("dialog [type=submit]").sendKeys(Keys.ENTER);

        // then
        browser.awaitText(card + " .told", "Rolled back.");
        assertThat(browser.text(card + " .rollout")).contains("what each worker was started with");
        browser.screenshot("rolled-back");
        browser.colours("dark");
        page.isFitForAPhone();
    }

    @Test
    void whatTheServiceRefusesIsToldInTheQuestion() throws Exception {
        // given: a page that does not know yet that somebody else began a trial
        page.publish("alley-x4", 1, 29);
        page.publish("alley-x4", 2, 30);
        browser.go(page.url() + "/#/models");
        browser.awaitText("[aria-label=alley-x4]", checkpoint("alley-x4", 2));
        browser.find("#start-alley-x4").sendKeys(Keys.ENTER);
        assertThat(page.post("/v1/rollouts/alley-x4", "{\"checkpoint\": \"" + checkpoint("alley-x4", 1) + "\"}")
                        .statusCode())
                .isEqualTo(200);

        // when
        browser.find("dialog [type=submit]").sendKeys(Keys.ENTER);

        // then
        browser.awaitText("dialog .problem", "trial");
        browser.screenshot("trial-refused");
        assertThat(browser.barriers()).isEmpty();
        browser.find("dialog button[type=button]").sendKeys(Keys.ENTER);
        browser.awaitGone("dialog");
    }

    private static String body(int number) {
        return "{\"checkpoint\": \"" + checkpoint("street-x4", number) + "\"}";
    }
}
