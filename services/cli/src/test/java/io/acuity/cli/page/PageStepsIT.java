package io.acuity.cli.page;

import static io.acuity.cli.page.Page.SOON;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.openqa.selenium.Keys;
import org.openqa.selenium.WebElement;

/** The image on its way: live, and afterwards step by step. */
class PageStepsIT extends OpenedPage {
    PageStepsIT(Page page) {
        super(page);
    }

    @Test
    void aRunningJobIsSeenStepByStepAndOneCanGoBack() throws IOException, InterruptedException {
        // when
        page.sendSlowly(page.sample("steps.png", 264, 176));

        // then: live, it follows the newest
        WebElement slider = browser.find(".steps input");
        await().atMost(SOON).until(slider::isDisplayed);
        await().atMost(SOON).until(() -> pictureOfStep().contains("/previews/"));
        browser.screenshot("steps-live");
        assertThat(slider.getDomAttribute("aria-valuetext")).matches("step \\d+ of 20");
        assertThat(browser.barriers()).isEmpty();
        String early = pictureOfStep();
        await().atMost(SOON).until(() -> !pictureOfStep().equals(early));

        // and: it ends at the result
        page.awaitDone();
        await().atMost(SOON).until(() -> pictureOfStep().endsWith("/result"));
        assertThat(slider.getDomAttribute("aria-valuetext")).isEqualTo("result");

        // when: back to the first, by keyboard
        slider.sendKeys(Keys.HOME);

        // then
        await().atMost(SOON).until(() -> pictureOfStep().endsWith("/previews/1"));
        assertThat(slider.getDomAttribute("aria-valuetext")).matches("step \\d+ of 20");
        assertThat(browser.text(".corner.right")).matches("Step \\d+ of 20");
        String size = browser.text(".zoomed");
        slider.sendKeys(Keys.ARROW_RIGHT);
        await().atMost(SOON).until(() -> !pictureOfStep().endsWith("/previews/1"));
        assertThat(browser.text(".zoomed")).isEqualTo(size);
        browser.screenshot("steps-back");
        assertThat(browser.barriers()).isEmpty();

        // and: after a reload, from the service
        String address = String.valueOf(browser.run("return location.href"));
        browser.go("about:blank");
        browser.go(address);
        await().atMost(SOON)
                .until(() -> browser.run("return !document.querySelector('.steps')?.hidden"), Boolean.TRUE::equals);
        browser.colours("dark");
        page.isFitForAPhone();
        browser.run("document.querySelector('#stage').scrollIntoView()");
        browser.screenshot("steps-phone-dark");
    }

    @Test
    void underAMaskWhatIsRefinedAtAStepLiesOverThePicture() throws IOException, InterruptedException {
        // given
        browser.run("document.querySelector('[value=MASKED_DIFFUSION]').click()");
        browser.find("#files").sendKeys(page.sample("signs.png", 240, 160).toString());
        browser.find("#submit").sendKeys(Keys.ENTER);
        page.awaitDone();
        WebElement map = browser.button("Map attention");
        await().atMost(SOON).until(map::isDisplayed);
        map.sendKeys(Keys.ENTER);
        await().atMost(SOON).until(() -> browser.find(".strength input").isDisplayed());

        // when
        browser.find(".steps input").sendKeys(Keys.HOME);
        WebElement mask = browser.button("Mask of the step");
        await().atMost(SOON).until(mask::isDisplayed);
        mask.sendKeys(Keys.ENTER);

        // then: less of the picture than all, and more of it at a later step
        await().atMost(SOON).until(() -> overlay().startsWith("data:image/png"));
        double first = refinedShare();
        browser.screenshot("mask-of-a-step");
        browser.find(".steps input").sendKeys(Keys.END, Keys.ARROW_LEFT);
        await().atMost(SOON).until(() -> refinedShare() > first);
        assertThat(first).isBetween(0.0, 0.9);
        assertThat(browser.barriers()).isEmpty();
    }

    @Test
    void aModelTakesNoMoreStepsThanItWasTrainedFor() {
        // given
        browser.run("document.querySelector('.more').open = true");
        assertThat(browser.find("[name=steps]").isEnabled()).isFalse();
        browser.run("document.querySelector('[value=MASKED_DIFFUSION]').click()");
        browser.run("const data = new DataTransfer(); data.items.add(new File(['x'], 'x.png')); "
                + "document.querySelector('#files').files = data.files; "
                + "document.querySelector('#files').dispatchEvent(new Event('change'))");

        // when
        browser.find("[name=steps]").sendKeys("21");
        browser.find("#submit").sendKeys(Keys.ENTER);

        // then
        browser.awaitText("#composer-problem", "1 to 20 steps");
        assertThat(browser.run("return document.activeElement.name")).isEqualTo("steps");
    }

    private String pictureOfStep() {
        return String.valueOf(browser.run("return document.querySelector('.viewer .after')?.src ?? ''"));
    }

    private String overlay() {
        return String.valueOf(browser.run("return document.querySelector('.viewer .overlay').src"));
    }

    /** The share of the picture that the mask leaves bright. */
    private double refinedShare() {
        return ((Number) browser.run("""
                        const image = document.querySelector('.viewer .overlay');
                        const canvas = Object.assign(document.createElement('canvas'), { width: 100, height: 100 });
                        const context = canvas.getContext('2d');
                        context.drawImage(image, 0, 0, 100, 100);
                        const { data } = context.getImageData(0, 0, 100, 100);
                        let bright = 0;
                        for (let i = 3; i < data.length; i += 4) bright += data[i] < 100;
                        return bright / 10000;
                        """)).doubleValue();
    }
}
