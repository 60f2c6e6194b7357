package io.acuity.cli.page;

import static io.acuity.cli.page.Page.SOON;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.acuity.video.encode.EncodeSettings;
import io.acuity.video.sample.SampleClip;
import io.acuity.video.sample.SampleClipSettings;
import io.acuity.video.sample.SampleScene;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.openqa.selenium.Keys;

/** Clips on the page. */
class PageClipsIT extends OpenedPage {
    PageClipsIT(Page page) {
        super(page);
    }

    @Test
    void aClipGoesFromUploadToThePlayerWithItsSheetOfFrames() throws IOException, InterruptedException {
        // given
        Path clip = page.folder().resolve("sea.mp4");
        var settings = new SampleClipSettings(SampleScene.MOVING_OBJECT, 160, 96, 40, 1, false, true, false, false, 0);
        var unused = new SampleClip(settings).write(clip, EncodeSettings.defaults());
        browser.find("#files").sendKeys(clip.toString());
        browser.awaitText("#submit", "Enlarge the clip");
        browser.screenshot("clip-chosen");
        browser.run("""
                window.heard = [];
                new MutationObserver(() => heard.push(document.querySelector('#stage .caption')?.textContent ?? ''))
                    .observe(document.querySelector('#stage'), { subtree: true, childList: true, characterData: true });
                """);

        // when
        browser.find("#submit").sendKeys(Keys.ENTER);

        // then: it moves while it runs
        browser.awaitText("#stage .state", "Running");
        browser.screenshot("clip-running");
        page.awaitDone();
        assertThat((Boolean) browser.run("return heard.some(words => words.includes('of 40 frames'))"))
                .isTrue();

        // and: it plays, and shows what was done
        await().atMost(SOON)
                .until(
                        () -> browser.run("return document.querySelector('.screen').duration > 1"),
                        Boolean.TRUE::equals);
        assertThat((Long) browser.run("return document.querySelector('.screen').videoWidth"))
                .isEqualTo(640);
        browser.run("document.querySelector('.screen').currentTime = 1");
        await().atMost(SOON)
                .until(
                        () -> browser.run("return document.querySelector('.sheet img').naturalWidth > 0"),
                        Boolean.TRUE::equals);
        assertThat(browser.text("#stage .facts")).contains("640 × 384", "acuity-s-x4", "Tiles skipped");
        assertThat(String.valueOf(browser.run("return document.querySelector('#stage a[download]').download")))
                .isEqualTo("sea-acuity.mp4");
        browser.screenshot("clip-done");
        assertThat(browser.barriers()).isEmpty();
        browser.colours("dark");
        page.isFitForAPhone();
        browser.run("document.querySelector('#stage').scrollIntoView()");
        browser.screenshot("clip-done-phone");
    }

    @Test
    void whatIsNoClipIsToldInWords() throws IOException {
        // given
        Path text = Files.writeString(page.folder().resolve("letter.mp4"), "this is no clip");
        browser.find("#files").sendKeys(text.toString());

        // when
        browser.find("#submit").sendKeys(Keys.ENTER);

        // then
        browser.awaitText("#stage .state", "Failed");
        browser.awaitText("#stage .problem", "letter.mp4");
        browser.screenshot("clip-failed");
        assertThat(browser.barriers()).isEmpty();
    }
}
