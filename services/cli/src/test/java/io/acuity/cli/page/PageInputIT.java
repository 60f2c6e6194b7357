package io.acuity.cli.page;

import static io.acuity.cli.page.Page.SOON;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.openqa.selenium.Keys;

/** Ways of a person's hands into the page. */
class PageInputIT extends OpenedPage {
    PageInputIT(Page page) {
        super(page);
    }

    @Test
    void aFileIsDroppedOntoThePage() throws IOException {
        // given
        String file = page.sample("dropped.png", 60, 40).toString();
        Map<String, Object> data = Map.of("items", List.of(), "files", List.of(file), "dragOperationsMask", 1);

        // when: it is dragged over
        browser.devTools("Input.dispatchDragEvent", Map.of("type", "dragEnter", "x", 700, "y", 400, "data", data));
        browser.devTools("Input.dispatchDragEvent", Map.of("type", "dragOver", "x", 700, "y", 400, "data", data));
        assertThat(browser.run("return document.querySelector('#drop').classList.contains('over')"))
                .isEqualTo(true);
        browser.screenshot("drop");
        browser.devTools("Input.dispatchDragEvent", Map.of("type", "drop", "x", 700, "y", 400, "data", data));

        // then
        browser.awaitText("#tray", "dropped.png");
        assertThat(browser.run("return document.querySelector('#drop').classList.contains('over')"))
                .isEqualTo(false);
        browser.awaitText("#submit", "Enlarge the image");
    }

    @Test
    void anImageIsPasted() throws IOException, InterruptedException {
        // when
        browser.run("""
                const canvas = Object.assign(document.createElement('canvas'), { width: 24, height: 16 });
                canvas.getContext('2d').fillRect(2, 2, 9, 9);
                canvas.toBlob(blob => {
                    const clipboardData = new DataTransfer();
                    clipboardData.items.add(new File([blob], 'image.png', { type: 'image/png' }));
                    document.activeElement.dispatchEvent(new ClipboardEvent('paste', { clipboardData, bubbles: true }));
                });
                """);
        browser.awaitText("#tray", "image.png");
        browser.find("#submit").sendKeys(Keys.ENTER);

        // then
        browser.awaitText("#stage-title", "image.png");
        page.awaitDone();
        browser.awaitText("#stage .facts", "96 × 64");
    }

    @Test
    void twoFingersZoom() throws IOException, InterruptedException {
        // given
        browser.find("#files").sendKeys(page.sample("fingers.png", 120, 80).toString());
        browser.find("#submit").sendKeys(Keys.ENTER);
        page.awaitDone();
        await().atMost(SOON).until(() -> browser.find(".window").isDisplayed());
        browser.phone();
        browser.run("document.querySelector('.window').scrollIntoView({ block: 'center' })");
        double fitted = zoom();
        int middle = ((Number)
                        browser.run(
                                "const box = document.querySelector('.window').getBoundingClientRect(); return Math.round(box.top + box.height / 2)"))
                .intValue();

        // when
        browser.devTools("Emulation.setTouchEmulationEnabled", Map.of("enabled", true, "maxTouchPoints", 2));
        fingers("touchStart", middle, 20);
        for (int apart = 25; apart <= 80; apart += 5) {
            fingers("touchMove", middle, apart);
        }
        browser.devTools("Input.dispatchTouchEvent", Map.of("type", "touchEnd", "touchPoints", List.of()));

        // then: four times as far apart, about four times as large
        assertThat(zoom() / fitted).isBetween(3.0, 5.0);
        assertThat(browser.run("return visualViewport.scale")).isEqualTo(1L);
        browser.screenshot("pinched");
        browser.devTools("Emulation.setTouchEmulationEnabled", Map.of("enabled", false));
    }

    /** Two fingers beside the middle of a phone's width. */
    private void fingers(String type, int y, int apart) {
        browser.devTools(
                "Input.dispatchTouchEvent",
                Map.of(
                        "type",
                        type,
                        "touchPoints",
                        List.of(Map.of("x", 180 - apart, "y", y, "id", 0), Map.of("x", 180 + apart, "y", y, "id", 1))));
    }

    private double zoom() {
        return Double.parseDouble(browser.text(".viewer .zoomed").replace(" %", ""));
    }
}
