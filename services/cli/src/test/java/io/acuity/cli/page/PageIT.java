package io.acuity.cli.page;

import static io.acuity.cli.page.Page.SOON;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.acuity.imaging.decode.DecodeLimits;
import io.acuity.imaging.decode.ImageHeader;
import io.acuity.imaging.decode.PictureDecoder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.openqa.selenium.Keys;
import org.openqa.selenium.WebElement;

/** The page as a person uses it: real Chromium, real services. Pictures of it stay in target/screenshots. */
class PageIT extends OpenedPage {
    private static final int MOST_BYTES = 400_000;
    private static final double FIRST_PAINT_MS = 1000;

    PageIT(Page page) {
        super(page);
    }

    @Test
    void anImageGoesFromUploadToComparisonAndDownloadWithLiveProgress() throws IOException, InterruptedException {
        // given
        browser.awaitText("#link-words", "Live");
        browser.run("document.querySelector('[value=MASKED_DIFFUSION]').click()");
        browser.find("[name=lowerBound]").sendKeys("1");
        browser.run("document.querySelector('.more').open = true");
        browser.find("[name=steps]").sendKeys("12");
        browser.find("#files").sendKeys(page.sample("street.png", 240, 160).toString());
        browser.screenshot("chosen");
        browser.run("""
                window.heard = new Set();
                new MutationObserver(() => heard.add(document.querySelector('#stage-job progress')?.value))
                    .observe(document.querySelector('#stage'), { subtree: true, childList: true, attributes: true, characterData: true });
                """);

        // when
        browser.find("#submit").sendKeys(Keys.ENTER);

        // then: it moves while it runs
        browser.awaitText("#stage .state", "Running");
        browser.screenshot("running");
        page.awaitDone();
        assertThat((Long) browser.run("return [...heard].filter(share => share > 0 && share < 1).length"))
                .isPositive();
        assertThat(browser.text("#stage .facts")).contains("960 × 640", "acuity-m-x4@");

        // and: the divider moves by keyboard
        WebElement divider = browser.find(".viewer > .cut");
        await().atMost(SOON).until(divider::isDisplayed);
        divider.sendKeys(Keys.HOME);
        String clipped = clipOfAfter();
        divider.sendKeys(Keys.END);
        assertThat(clipped).isEqualTo("inset(0px 0px 0px 0%)");
        assertThat(clipOfAfter()).isEqualTo("inset(0px 0px 0px 100%)");
        browser.run("arguments[0].value = 500; arguments[0].dispatchEvent(new Event('input'))", divider);

        // and: it zooms
        String fitted = browser.text(".zoomed");
        browser.find(".window").sendKeys("+");
        assertThat(browser.text(".zoomed")).isNotEqualTo(fitted);
        browser.find(".window").sendKeys("0");
        assertThat(browser.text(".zoomed")).isEqualTo(fitted);

        // and: it looks as it should, for eyes and for screen readers
        browser.screenshot("done-light");
        assertThat(browser.barriers()).isEmpty();
        browser.colours("dark");
        browser.screenshot("done-dark");
        assertThat(browser.barriers()).isEmpty();
        page.isFitForAPhone();
        browser.run("document.querySelector('#stage').scrollIntoView()");
        browser.screenshot("done-phone");

        // and when
        browser.find("#stage a[download]").click();

        // then
        Path result = page.folder().resolve("downloads").resolve("street-acuity.png");
        await().atMost(SOON).until(() -> Files.exists(result));
        ImageHeader header = new PictureDecoder(DecodeLimits.defaults()).probe(result);
        assertThat(List.of(header.width(), header.height())).containsExactly(960, 640);
    }

    @Test
    void anAttentionMapLiesOverItsPicture() throws IOException, InterruptedException {
        // given
        browser.run("document.querySelector('[value=EXTRACT_ATTENTION]').click()");
        browser.find("[name=attention]").sendKeys("edges");
        browser.find("#files").sendKeys(page.sample("edges.png", 200, 140).toString());

        // when
        browser.find("#submit").sendKeys(Keys.ENTER);

        // then
        page.awaitDone();
        browser.awaitText(".corner.right", "Attention");
        await().atMost(SOON)
                .until(() -> (Long) browser.run("return document.querySelector('.after').naturalWidth") > 0);
        browser.screenshot("attention");
    }

    @Test
    void aMaskedJobIsSeenUnderTheAttentionOfItsImage() throws IOException, InterruptedException {
        // given
        browser.run("document.querySelector('[value=MASKED_DIFFUSION]').click()");
        assertThat(browser.text("#model option:checked")).contains("acuity-m-x4");
        browser.find("#files").sendKeys(page.sample("masked.png", 96, 64).toString());
        browser.find("#submit").sendKeys(Keys.ENTER);
        browser.awaitText("#stage-title", "masked.png");

        // when
        WebElement map = browser.button("Map attention");
        await().atMost(SOON).until(map::isDisplayed);
        map.sendKeys(Keys.ENTER);

        // then
        await().atMost(SOON).until(() -> browser.find(".strength input").isDisplayed());
        page.awaitDone();
        browser.awaitText("#stage .facts", "acuity-m-x4@");
        browser.screenshot("masked");
    }

    @Test
    void aRunningJobIsCancelled() throws IOException {
        // given
        page.sendSlowly(page.sample("long.png", 800, 600));

        // when
        browser.button("Cancel").sendKeys(Keys.ENTER);

        // then
        browser.awaitText("#stage .state", "Cancelled");
        browser.awaitText("#jobs", "Cancelled");
    }

    @Test
    void whatIsNoPictureIsToldInWords() throws IOException {
        // given
        Path text = Files.writeString(page.folder().resolve("letter.png"), "this is no picture");
        browser.find("#files").sendKeys(text.toString());

        // when
        browser.find("#submit").sendKeys(Keys.ENTER);

        // then
        browser.awaitText("#stage .state", "Failed");
        browser.awaitText("#stage .problem", "not an image");
        browser.awaitText("#announcer", "letter.png failed");
        browser.screenshot("failed");
        assertThat(browser.barriers()).isEmpty();
    }

    @Test
    void thePageIsLightAndPaintsAtOnce() throws IOException {
        // given
        browser.go(page.url() + "/#/models");
        browser.awaitText("#models-view", "acuity-s-x4");

        // when: everything the page can load, and the best of three first paints
        double weight = ((Number) browser.run("""
                        document.head.append(Object.assign(document.createElement('script'), { src: '/page/chart-4.5.1.js' }));
                        const own = ['navigation', 'resource'].flatMap(type => performance.getEntriesByType(type))
                            .filter(entry => !entry.name.includes('/v1/') && !entry.name.includes('chart'));
                        return own.reduce((sum, entry) => sum + entry.decodedBodySize, 0);
                        """)).doubleValue();
        await().atMost(SOON).until(() -> browser.run("return 'Chart' in window"), Boolean.TRUE::equals);
        double chart = ((Number)
                        browser.run(
                                "return performance.getEntriesByType('resource').find(entry => entry.name.includes('chart')).decodedBodySize"))
                .doubleValue();
        double paint = Double.MAX_VALUE;
        for (int load = 0; load < 3; load++) {
            browser.goAfresh(page.url() + "/");
            browser.awaitText("#model", "acuity-s-x4");
            paint = Math.min(
                    paint,
                    ((Number)
                                    browser.run(
                                            "return performance.getEntriesByName('first-contentful-paint')[0]?.startTime ?? 1e9"))
                            .doubleValue());
        }
        Files.writeString(
                Path.of("target", "screenshots", "figures.txt"),
                "page %.0f bytes, chart.js %.0f bytes, first paint %.0f ms%n".formatted(weight, chart, paint));

        // then
        assertThat(weight + chart).isBetween(50_000.0, (double) MOST_BYTES);
        assertThat(paint).isLessThanOrEqualTo(FIRST_PAINT_MS);
    }

    private String clipOfAfter() {
        return String.valueOf(browser.run("return getComputedStyle(document.querySelector('.cutting')).clipPath"));
    }
}
