package io.acuity.cli.page;

import static org.assertj.core.api.Assertions.fail;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Assumptions;
import org.openqa.selenium.By;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;

/** The system's own Chromium without a window, driven by the system's own driver; nothing is downloaded. */
final class Browser implements AutoCloseable {
    private static final Path CHROMIUM = Path.of("/usr/bin/chromium");
    private static final Path DRIVER = Path.of("/usr/bin/chromedriver");
    private static final String REQUIRED = "ACUITY_REQUIRE_BROWSER";
    private static final Path SCREENSHOTS = Path.of("target", "screenshots");
    private static final Duration SOON = Duration.ofSeconds(60);

    private final ChromeDriver driver;

    private Browser(ChromeDriver driver) {
        this.driver = driver;
    }

    /** Skips the tests where there is no Chromium, unless the environment says that there must be one. */
    static void assumeInstalled() {
        boolean installed = Files.isExecutable(CHROMIUM) && Files.isExecutable(DRIVER);
        String sentence = "The page was not tested in a browser, because " + CHROMIUM + " or " + DRIVER
                + " is missing; install them (Debian: apt-get install chromium chromium-driver).";
        if (!installed && "1".equals(System.getenv(REQUIRED))) {
            fail(sentence + " " + REQUIRED + "=1 asks for them.");
        }
        Assumptions.assumeTrue(installed, sentence);
    }

    /** A new browser with an empty profile. */
    static Browser open(Path folder) throws IOException {
        Files.createDirectories(SCREENSHOTS);
        Path downloads = Files.createDirectories(folder.resolve("downloads"));
        var options = new ChromeOptions();
        options.setBinary(CHROMIUM.toFile());
        // Without the background flags Chromium asks hosts of its maker at every start.
        options.addArguments(
                "--headless=new",
                "--no-sandbox",
                "--disable-gpu",
                "--disable-quic",
                "--disable-dev-shm-usage",
                "--no-first-run",
                "--disable-background-networking",
                "--disable-component-update",
                "--disable-sync",
                "--lang=en-GB",
                "--force-prefers-reduced-motion",
                "--user-data-dir=" + folder.resolve("profile"));
        options.setExperimentalOption("prefs", Map.of("download.default_directory", downloads.toString()));
        var service = new ChromeDriverService.Builder()
                .usingDriverExecutable(DRIVER.toFile())
                .usingAnyFreePort()
                .withSilent(true)
                .build();
        var browser = new Browser(new ChromeDriver(service, options));
        browser.desktop();
        return browser;
    }

    /** A window of a laptop. */
    void desktop() {
        window(1360, 900, false);
    }

    /** A window of a small phone. */
    void phone() {
        window(360, 780, true);
    }

    private void window(int width, int height, boolean mobile) {
        driver.executeCdpCommand(
                "Emulation.setDeviceMetricsOverride",
                Map.of("width", width, "height", height, "deviceScaleFactor", 1, "mobile", mobile));
    }

    /** What the system says about light and dark. */
    void colours(String scheme) {
        driver.executeCdpCommand(
                "Emulation.setEmulatedMedia",
                Map.of("features", List.of(Map.of("name", "prefers-color-scheme", "value", scheme))));
    }

    /** A command of Chromium's own protocol, for what no driver has: files dragged from elsewhere, several fingers. */
    void devTools(String command, Map<String, Object> parameters) {
        driver.executeCdpCommand(command, parameters);
    }

    void go(String address) {
        driver.get(address);
    }

    /** Loads the page as if it had never been open, with nothing of it in the cache. */
    void goAfresh(String address) {
        driver.get("about:blank");
        driver.executeCdpCommand("Network.clearBrowserCache", Map.of());
        driver.get(address);
    }

    WebElement find(String css) {
        return driver.findElement(By.cssSelector(css));
    }

    /** The button of the stage with these words. */
    WebElement button(String words) {
        return driver.findElement(By.xpath("//*[@id='stage']//button[.='" + words + "']"));
    }

    /** Text as a person sees it; empty while there is no such element. */
    String text(String css) {
        return String.valueOf(run("return document.querySelector(arguments[0])?.innerText ?? ''", css));
    }

    /** Waits until the element's text contains the words. */
    void awaitText(String css, String words) {
        await().atMost(SOON)
                .alias("text of " + css + " contains '" + words + "'")
                .until(() -> text(css), shown -> shown.contains(words));
    }

    /** Waits until there is no such element any more; a dialog goes a moment after it was closed. */
    void awaitGone(String css) {
        await().atMost(SOON)
                .alias("no " + css)
                .until(() -> run("return !document.querySelector(arguments[0])", css), Boolean.TRUE::equals);
    }

    Object run(String script, Object... arguments) {
        return driver.executeScript(script, arguments);
    }

    /** The elements that make the page scroll sideways; none when it fits. */
    @SuppressWarnings("unchecked") // The script returns strings.
    List<String> widerThan(int width) {
        return (List<String>) run("""
                const page = document.documentElement;
                const beyond = element => element.getBoundingClientRect().right > arguments[0] + 1 && !element.closest('.scroll, .aside');
                return page.scrollWidth <= arguments[0] ? []
                    : [...page.querySelectorAll('*')].filter(beyond).map(element => element.outerHTML.slice(0, 80));
                """, width);
    }

    void screenshot(String name) throws IOException {
        Map<String, Object> shot = driver.executeCdpCommand("Page.captureScreenshot", Map.of("format", "png"));
        Files.write(SCREENSHOTS.resolve(name + ".png"), Base64.getDecoder().decode(String.valueOf(shot.get("data"))));
    }

    /** What axe finds wrong with the page as it is now, one line each. */
    @SuppressWarnings("unchecked") // The script below returns strings.
    List<String> barriers() throws IOException {
        if (Boolean.FALSE.equals(run("return 'axe' in window"))) {
            try (InputStream in = Objects.requireNonNull(Browser.class.getResourceAsStream("/axe.min.js"))) {
                run(new String(in.readAllBytes(), StandardCharsets.UTF_8));
            }
        }
        return (List<String>) driver.executeAsyncScript("""
                const done = arguments[arguments.length - 1];
                const tell = violation => violation.id + ': ' + violation.help + ' '
                    + violation.nodes.map(node => node.target.join(' ') + ' ' + node.failureSummary).join(' | ');
                axe.run(document, { runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'] })
                    .then(found => done(found.violations.map(tell)), error => done([String(error)]));
                """);
    }

    @Override
    public void close() {
        driver.quit();
    }
}
