package org.hotline12345.ops.kit;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.Map;
import org.openqa.selenium.By;
import org.openqa.selenium.OutputType;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;
import org.openqa.selenium.interactions.Actions;
import org.openqa.selenium.support.ui.ExpectedConditions;
import org.openqa.selenium.support.ui.WebDriverWait;

/** A real Chromium with a person before it. Elements are found by their {@code data-test} mark. */
public final class Browser implements AutoCloseable {
    private static final Duration LIMIT = Duration.ofSeconds(40);

    private final ChromeDriver driver;
    private final Path screenshots;
    private final Path profile;

    public Browser(Path screenshots) {
        this.screenshots = screenshots;
        try {
            Files.createDirectories(screenshots);
            profile = Files.createTempDirectory("hotline-chromium");
            var options = new ChromeOptions();
            options.setBinary("/usr/bin/chromium");
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
                    "--lang=zh-CN",
                    "--window-size=1440,900",
                    "--user-data-dir=" + profile);
            var service = new ChromeDriverService.Builder()
                    .usingDriverExecutable(Path.of("/usr/bin/chromedriver").toFile())
                    .usingAnyFreePort()
                    .build();
            driver = new ChromeDriver(service, options);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public Browser open(String address) {
        driver.get(address);
        return this;
    }

    public WebElement find(String mark) {
        return new WebDriverWait(driver, LIMIT)
                .until(ExpectedConditions.visibilityOfElementLocated(By.cssSelector("[data-test='" + mark + "']")));
    }

    public String text(String mark) {
        return find(mark).getText();
    }

    public Browser click(String mark) {
        new WebDriverWait(driver, LIMIT)
                .until(ExpectedConditions.elementToBeClickable(By.cssSelector("[data-test='" + mark + "']")))
                .click();
        return this;
    }

    public Browser type(String mark, String text) {
        var field = find(mark);
        field.clear();
        field.sendKeys(text);
        return this;
    }

    /** The element that the selector finds, as soon as there is one to be seen. */
    public WebElement where(String selector) {
        return new WebDriverWait(driver, LIMIT)
                .until(ExpectedConditions.visibilityOfElementLocated(By.cssSelector(selector)));
    }

    public String attribute(String mark, String name) {
        return find(mark).getDomAttribute(name);
    }

    public boolean shows(String mark) {
        return !driver.findElements(By.cssSelector("[data-test='" + mark + "']"))
                .isEmpty();
    }

    /** Presses the keys together, wherever the focus is. */
    public Browser press(CharSequence... keys) {
        var hands = new Actions(driver);
        for (var key : keys) {
            hands = hands.keyDown(key);
        }
        for (int i = keys.length - 1; i >= 0; i--) {
            hands = hands.keyUp(keys[i]);
        }
        hands.perform();
        return this;
    }

    public Browser reload() {
        driver.navigate().refresh();
        return this;
    }

    public Object script(String code) {
        return driver.executeScript(code);
    }

    /** The part of the page that is seen, in CSS pixels. */
    public Browser size(int width, int height) {
        driver.executeCdpCommand(
                "Emulation.setDeviceMetricsOverride",
                Map.of("width", width, "height", height, "deviceScaleFactor", 1, "mobile", false));
        return this;
    }

    /** Pulls the network cable, or puts it back. */
    public Browser cutOff(boolean cut) {
        driver.executeCdpCommand("Network.enable", Map.of());
        driver.executeCdpCommand(
                "Network.emulateNetworkConditions",
                Map.of("offline", cut, "latency", 0, "downloadThroughput", -1, "uploadThroughput", -1));
        return this;
    }

    /** Keeps what the page looks like now. */
    public Path screenshot(String name) {
        try {
            var file = screenshots.resolve(name + ".png");
            Files.write(file, driver.getScreenshotAs(OutputType.BYTES));
            return file;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        driver.quit();
        // Chromium's last process may still write into it.
        await().atMost(LIMIT).ignoreExceptions().until(() -> deleted(profile));
    }

    private static boolean deleted(Path folder) throws IOException {
        try (var all = Files.walk(folder)) {
            for (var path : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        }
        return true;
    }
}
