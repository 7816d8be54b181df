package dev.mien.app.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Download;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.options.ColorScheme;
import com.sun.net.httpserver.HttpServer;
import dev.mien.app.server.MienServer;
import dev.mien.app.server.ServerOptions;
import dev.mien.app.video.TestFilm;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Set;
import javax.imageio.ImageIO;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The page in a real Chromium whose web cam shows sample faces. Screenshots: target/screenshots.
 */
final class PageIT {
  private static final Path CHROMIUM = Path.of("/usr/bin/chromium");
  private static final Path SCREENSHOTS = Path.of("target/screenshots");
  private static final String TOKEN = "a token for the page";

  @TempDir private static Path folder;
  private static Playwright playwright;
  private static Browser browser;
  private static MienServer server;

  /** The first test logs in, with a wrong token first; the others are known by their cookie. */
  private static @Nullable String login;

  private final List<String> complaints = new ArrayList<>();
  private BrowserContext context;
  private Page page;

  @BeforeAll
  static void open() throws IOException {
    assumeTrue(
        Files.isExecutable(CHROMIUM), "Chromium is not installed (apt-get install chromium)");
    Path camera = folder.resolve("camera.mjpeg");
    try (var out = Files.newOutputStream(camera)) {
      for (int f = 0; f < 90; f++) {
        ByteArrayOutputStream jpeg = new ByteArrayOutputStream();
        ImageIO.write(TestFilm.twoPeople(f), "jpg", jpeg);
        out.write(jpeg.toByteArray());
      }
    }
    playwright =
        Playwright.create(
            new Playwright.CreateOptions().setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
    browser =
        playwright
            .chromium()
            .launch(
                new BrowserType.LaunchOptions()
                    .setExecutablePath(CHROMIUM)
                    .setArgs(
                        List.of(
                            "--no-sandbox",
                            "--disable-gpu",
                            "--disable-quic",
                            "--disable-background-networking",
                            "--disable-component-update",
                            "--disable-sync",
                            "--use-fake-ui-for-media-stream",
                            "--use-fake-device-for-media-stream",
                            "--use-file-for-fake-video-capture=" + camera)));
    server =
        MienServer.start(
            ServerOptions.local(folder.resolve("sessions.db").toString()).withToken(TOKEN));
    Files.createDirectories(SCREENSHOTS);
  }

  @AfterAll
  static void close() {
    if (server != null) {
      server.close();
    }
    if (playwright != null) {
      playwright.close();
    }
  }

  @BeforeEach
  void newPage() {
    context =
        browser.newContext(
            new Browser.NewContextOptions()
                .setViewportSize(1440, 960)
                .setColorScheme(ColorScheme.LIGHT)
                .setStorageState(login));
    context.setDefaultTimeout(60_000);
    page = context.newPage();
    page.onPageError(complaints::add);
    page.onConsoleMessage(
        message -> {
          // That the token is asked for shows in the console as a refused request.
          if (message.type().equals("error") && !message.text().contains("401")) {
            complaints.add(message.text());
          }
        });
    page.navigate("http://127.0.0.1:" + server.port() + "/");
    if (login == null) {
      page.waitForSelector("#login[open]");
      page.fill("#token", "not the token, surely");
      page.press("#token", "Enter");
      page.waitForSelector("#login-state:has-text('That is not the token')");
      page.fill("#token", TOKEN);
      page.press("#token", "Enter");
    }
    page.waitForSelector("#sessions li");
    login = context.storageState();
  }

  @AfterEach
  void complainsOfNothing() {
    if (context != null) {
      context.close();
    }
    assertThat(complaints).isEmpty();
  }

  private void screenshot(String name) {
    page.screenshot(new Page.ScreenshotOptions().setPath(SCREENSHOTS.resolve(name + ".png")));
  }

  /**
   * Waits for something to become true; the page's own policy forbids Playwright's way of asking.
   */
  private void until(String expression) {
    for (int i = 0; i < 300 && !Boolean.TRUE.equals(page.evaluate(expression)); i++) {
      page.waitForTimeout(100);
    }
    assertThat(page.evaluate(expression)).as(expression).isEqualTo(true);
  }

  private int points() {
    return Integer.parseInt(page.getAttribute("#timeline", "data-points"));
  }

  @Test
  void camera_showsPeopleTimeLineEventsAndRecordsASession() {
    screenshot("welcome");
    assertThat(page.textContent("#camera-state")).contains("camera off");
    page.click("#start");
    page.waitForSelector(".person:nth-of-type(2)");
    assertThat(page.textContent("#camera-state")).contains("camera on");
    assertThat(page.querySelectorAll(".person:first-of-type .bars li:visible")).hasSize(8);
    assertThat(page.textContent("#privacy")).isEqualTo("Pixels stay on this machine");
    until("document.querySelector('.person .label').textContent === 'happiness'");
    int before = points();
    until("Number(document.querySelector('#timeline').dataset.points) > 20");
    assertThat(points()).isGreaterThan(before);
    page.waitForSelector("#events li.started:has-text('smile')");
    untilDrawn();
    page.click("#record");
    page.waitForSelector("#sessions .running");
    page.click("#calibrate");
    page.waitForSelector("#calibrate:has-text('✓')");
    page.keyboard().press("a");
    page.waitForTimeout(700);
    screenshot("live");
    page.click("#theme");
    page.waitForTimeout(500);
    screenshot("live-dark");
    page.keyboard().press("s");
    page.waitForSelector("#sessions .ended");
    Page report = context.waitForPage(() -> page.click("#sessions a:has-text('Report')"));
    report.waitForLoadState();
    assertThat(report.textContent("main"))
        .contains("What this is not")
        .contains("Person 2")
        .contains("Beside the neutral baseline");
    report.screenshot(
        new Page.ScreenshotOptions().setPath(SCREENSHOTS.resolve("report.png")).setFullPage(true));
    report.close();
    page.onceDialog(dialog -> dialog.accept());
    page.click("#sessions button:has-text('Delete')");
    page.waitForSelector("#sessions:has-text('None yet')");
    page.keyboard().press("c");
    page.waitForSelector("#camera-state.off");
    page.waitForSelector("#welcome:visible");
  }

  /** Waits for boxes: pixels of the overlay that are not empty. */
  private void untilDrawn() {
    until(
        "(() => { const c = document.querySelector('#overlay');"
            + " const d = c.getContext('2d').getImageData(0, 0, c.width, c.height).data;"
            + " let n = 0; for (let i = 3; i < d.length; i += 4) n += d[i] > 0;"
            + " return n > 1000; })()");
  }

  @Test
  void photo_showsItsFacesAndBadOnesAreToldOf() throws IOException {
    page.setInputFiles("#file", Path.of("..", "samples", "sample4.jpg"));
    page.waitForSelector(".person:nth-of-type(4)");
    untilDrawn();
    assertThat(page.querySelectorAll(".person:first-of-type .bars li:visible"))
        .as("of many people only what is most probable")
        .hasSize(3);
    screenshot("photo");
    page.setInputFiles("#file", Files.writeString(folder.resolve("notes.jpg"), "no photo"));
    page.waitForSelector("#notice:has-text('it is not a JPEG')");
    assertThat(complaints).allMatch(text -> text.contains("415"));
    complaints.clear();
  }

  @Test
  void photo_dropped_isReadLikeAChosenOne() throws IOException {
    String base64 =
        Base64.getEncoder()
            .encodeToString(Files.readAllBytes(Path.of("..", "samples", "sample1.jpg")));
    page.evaluate(
        """
        base64 => {
          const bytes = Uint8Array.from(atob(base64), c => c.charCodeAt(0));
          const data = new DataTransfer();
          data.items.add(new File([bytes], 'dropped.jpg', { type: 'image/jpeg' }));
          dispatchEvent(new DragEvent('drop', { dataTransfer: data, cancelable: true }));
        }
        """,
        base64);
    page.waitForSelector(".person:nth-of-type(3)");
    assertThat(page.getAttribute("#photo", "alt")).contains("dropped.jpg");
  }

  @Test
  void photos_severalAtOnce_areShownOneByOneAndCanBeSaved() throws IOException {
    page.setInputFiles(
        "#file",
        new Path[] {
          Path.of("..", "samples", "sample1.jpg"), Path.of("..", "samples", "sample4.jpg")
        });
    page.waitForSelector(".person:nth-of-type(3)");
    assertThat(page.textContent("#position")).isEqualTo("1 of 2");
    page.click("#next");
    page.waitForSelector(".person:nth-of-type(4)");
    Download download = page.waitForDownload(() -> page.click("#save"));
    assertThat(download.suggestedFilename()).isEqualTo("sample4-annotated.png");
    BufferedImage saved = ImageIO.read(download.path().toFile());
    BufferedImage photo = ImageIO.read(Path.of("..", "samples", "sample4.jpg").toFile());
    assertThat(saved.getWidth()).isEqualTo(photo.getWidth());
    assertThat(saved.getHeight()).isEqualTo(photo.getHeight());
    screenshot("saved");
  }

  @Test
  void notice_disappearsWithTheNextAction() throws IOException {
    page.setInputFiles("#file", Files.writeString(folder.resolve("bad.jpg"), "no photo"));
    page.waitForSelector("#notice:not([hidden])");
    complaints.clear();
    page.click("#mirror");
    assertThat(page.isVisible("#notice")).isFalse();
  }

  @Test
  void welcome_fitsAPhone() {
    page.setViewportSize(360, 640);
    Object fits =
        page.evaluate(
            "() => { const f = document.getElementById('frame').getBoundingClientRect();"
                + " return [...document.querySelectorAll('#welcome *')].filter(e => e.offsetParent).every(e => {"
                + " const r = e.getBoundingClientRect();"
                + " return r.left >= f.left && r.right <= f.right && r.top >= f.top && r.bottom <= f.bottom; }); }");
    screenshot("welcome-phone");
    assertThat(fits).isEqualTo(true);
  }

  @Test
  void api_canBeTriedWithoutANetwork() {
    page.navigate("http://127.0.0.1:" + server.port() + "/docs");
    page.waitForSelector(".opblock:has-text('/v1/analyze')");
  }

  @Test
  void session_thatSomebodyLeftRunning_canBeEnded() {
    page.evaluate(
        "fetch('/v1/sessions', { method: 'POST', body: JSON.stringify({ name: 'left' }) })"
            + ".then(r => r.status)");
    page.reload();
    page.click("#sessions li:has-text('left') button:has-text('End')");
    page.waitForSelector("#sessions li:has-text('left') .ended");
    page.onceDialog(dialog -> dialog.accept());
    page.click("#sessions li:has-text('left') button:has-text('Delete')");
    page.waitForSelector("#sessions:has-text('None yet')");
  }

  @Test
  void film_isFollowedByItsOwnTime() throws IOException {
    Path film = folder.resolve("film.webm");
    TestFilm.writeVp8(film, 150, TestFilm::twoPeople); // Long enough for a busy machine.
    page.setInputFiles("#file2", film);
    page.waitForSelector(".person:nth-of-type(2)");
    until("Number(document.querySelector('#timeline').dataset.points) > 5");
    assertThat(page.textContent("#camera-state")).contains("camera off");
    screenshot("film");
  }

  @Test
  void rules_wrongOnes_areToldWithTheirLine() {
    page.click("summary");
    page.fill("#rules", "smile: happiness > 0.5 for 100ms\nnonsense");
    page.click("#start");
    page.waitForSelector("#rules-state:has-text('line 2')");
    page.fill("#rules", "grin: happiness > 0.5 for 100ms");
    page.click("#apply");
    page.waitForSelector("#rules-state:has-text('One rule is watched')");
    page.waitForSelector("#events li:has-text('grin')");
  }

  /** The example of an interface that adapts, on a site of its own. */
  @Test
  void example_offersHelpWhenItsRuleFires() throws IOException {
    HttpServer site =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    String origin = "http://127.0.0.1:" + site.getAddress().getPort();
    ServerOptions options =
        ServerOptions.local(folder.resolve("example.db").toString())
            .withAllowedOrigins(Set.of(origin));
    try (MienServer mien = MienServer.start(options)) {
      String html =
          Files.readString(Path.of("..", "docs", "examples", "adaptive.html"))
              .replace("127.0.0.1:7070", "127.0.0.1:" + mien.port())
              .replace("anger or sadness > 0.6 for 3s", "happiness > 0.6 for 500ms");
      site.createContext(
          "/",
          exchange -> {
            byte[] body = html.getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().set("Content-Type", "text/html");
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
          });
      site.start();
      page.navigate(origin);
      assertThat(page.isVisible("#help")).isFalse();
      page.click("#camera");
      page.waitForSelector("#help:visible");
      assertThat(page.querySelectorAll("label:visible")).hasSize(2);
      page.waitForSelector("#state:has-text('a face that shows')");
      screenshot("example");
      page.click("#camera");
      page.waitForSelector("#state:has-text('The camera is off.')");
      page.click("#camera");
      page.waitForSelector("#state:has-text('a face that shows')");
      mien.close();
      page.waitForSelector("#state:has-text('mien serve --allow-origin " + origin + "')");
    } finally {
      site.stop(0);
      complaints.removeIf(text -> text.contains("favicon"));
    }
  }

  @Test
  void keyboard_reachesEverything_andNamesAreThere() {
    List<String> nameless = new ArrayList<>();
    Object found =
        page.evaluate(
            "[...document.querySelectorAll('button, a, input:not([hidden]), textarea, [role=button]')]"
                + ".filter(e => !(e.textContent.trim() || e.ariaLabel || e.labels?.length"
                + " || document.querySelector(`label[for=${e.id || 'none'}]`)))"
                + ".map(e => e.outerHTML)");
    ((List<?>) found).forEach(html -> nameless.add(String.valueOf(html)));
    assertThat(nameless).isEmpty();
    page.keyboard().press("Tab");
    assertThat(page.evaluate("document.activeElement.className")).isEqualTo("skip");
    assertThat(page.evaluate("document.documentElement.lang")).isEqualTo("en");
  }
}
