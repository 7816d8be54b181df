package dev.mien.app.server;

import static dev.mien.app.server.TestClient.problem;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mien.app.server.TestClient.Answer;
import dev.mien.app.server.TestClient.Socket;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.WebSocketHandshakeException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One step over every limit, and back. */
final class LimitsTest {
  @TempDir private Path folder;

  private ServerOptions options() {
    return ServerOptions.local(folder.resolve("sessions.db").toString());
  }

  private static Limits limits(
      long bodyBytes,
      long pixels,
      int images,
      int frameBytes,
      int framesPerSecond,
      int requestsPerMinute,
      int connections,
      int queue) {
    return new Limits(
        bodyBytes,
        pixels,
        images,
        frameBytes,
        framesPerSecond,
        requestsPerMinute,
        connections,
        queue);
  }

  private MienServer start(Limits limits) throws IOException {
    return MienServer.start(options().withLimits(limits));
  }

  private static int handshakeStatus(CompletableFuture<Socket> opening) {
    try {
      opening.join();
      return 101;
    } catch (CompletionException e) {
      assertThat(e.getCause()).isInstanceOf(WebSocketHandshakeException.class);
      return e.getCause() instanceof WebSocketHandshakeException refused
          ? refused.getResponse().statusCode()
          : -1;
    }
  }

  @Test
  void bodyPixelsAndImages() throws IOException {
    byte[] photo = TestClient.photo(1);
    try (MienServer server =
        start(limits(photo.length, 1920 * 1280, 2, 4 << 20, 120, 1200, 8, 8))) {
      TestClient client = new TestClient(server.port());
      assertThat(client.post("/v1/analyze", photo, "image/jpeg").status()).isEqualTo(200);
      byte[] larger = Arrays.copyOf(photo, photo.length + 1);
      problem(client.post("/v1/analyze", larger, "image/jpeg"), 413, "the body is larger than");
      // Without a length in the header, too.
      problem(
          client.send(
              "POST",
              "/v1/analyze",
              BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(larger)),
              "image/jpeg"),
          413,
          "the body is larger than");
      problem(client.form("/v1/analyze", Map.of("a", larger)), 413, "the body is larger than");
      byte[] tiny = "x".getBytes(StandardCharsets.UTF_8);
      Map<String, byte[]> three = new LinkedHashMap<>(Map.of("a", tiny, "b", tiny, "c", tiny));
      problem(client.form("/v1/analyze", three), 413, "3 images in one request");
      assertThat(client.form("/v1/analyze", Map.of("a", tiny, "b", tiny)).status()).isEqualTo(200);
    }
    try (MienServer server = start(limits(4 << 20, 1920 * 1280 - 1, 2, 4 << 20, 120, 1200, 8, 8))) {
      TestClient client = new TestClient(server.port());
      problem(client.post("/v1/analyze", photo, "image/jpeg"), 413, "more than the limit");
    }
  }

  @Test
  void refusal_beforeTheBodyIsRead_saysThatTheConnectionCloses() throws IOException {
    try (MienServer server = MienServer.start(options().withToken("a token, long enough"))) {
      TestClient client = new TestClient(server.port());
      byte[] tiny = "x".getBytes(StandardCharsets.UTF_8);
      Answer unread = client.post("/v1/analyze", tiny, "image/jpeg");
      problem(unread, 401, "token");
      assertThat(unread.header("Connection")).isEqualTo("close");
      Answer read =
          client
              .with("Authorization", "Bearer a token, long enough")
              .post("/v1/analyze", tiny, "image/jpeg");
      problem(read, 415, "it is not");
      assertThat(read.header("Connection")).isEmpty();
    }
  }

  @Test
  void rate_beyondTheLimit_is429AndRecovers() throws IOException, InterruptedException {
    try (MienServer server = start(limits(4 << 20, 4 << 20, 2, 4 << 20, 120, 120, 8, 8))) {
      TestClient client = new TestClient(server.port());
      long begin = System.nanoTime();
      Answer answer = client.get("/v1/status");
      int passed = 0;
      while (answer.status() == 200 && passed < 500) {
        passed++;
        answer = client.get("/v1/status");
      }
      double seconds = (System.nanoTime() - begin) / 1e9;
      // Two seconds' worth at once, and two a second while the test ran.
      assertThat(passed).isBetween(4, 4 + (int) Math.ceil(2 * seconds));
      problem(answer, 429, "more than 120 requests a minute");
      assertThat(answer.header("Retry-After")).isEqualTo("1");
      Thread.sleep(1200);
      assertThat(client.get("/v1/status").status()).isEqualTo(200);
    }
  }

  @Test
  void queue_overflowing_is503AndRecovers() throws IOException {
    try (MienServer server = start(limits(4 << 20, 4 << 20, 2, 4 << 20, 120, 6000, 8, 1))) {
      TestClient client = new TestClient(server.port());
      byte[] photo = TestClient.photo(5);
      List<CompletableFuture<Answer>> answers = new ArrayList<>();
      for (int i = 0; i < 24; i++) {
        answers.add(
            CompletableFuture.supplyAsync(
                () -> client.post("/v1/analyze", photo, "image/jpeg"),
                command -> new Thread(command).start()));
      }
      List<Answer> all = answers.stream().map(CompletableFuture::join).toList();
      assertThat(all).anySatisfy(answer -> assertThat(answer.status()).isEqualTo(200));
      assertThat(all)
          .anySatisfy(answer -> problem(answer, 503, "too much is waiting already"))
          .allSatisfy(answer -> assertThat(answer.status()).isIn(200, 503));
      assertThat(client.post("/v1/analyze", photo, "image/jpeg").status()).isEqualTo(200);
      assertThat(client.get("/health/ready").status()).isEqualTo(200);
    }
  }

  @Test
  void connections_allTaken_is503UntilOneGoes() throws IOException, InterruptedException {
    try (MienServer server = start(limits(4 << 20, 4 << 20, 2, 4 << 20, 120, 6000, 2, 8))) {
      TestClient client = new TestClient(server.port());
      Socket first = client.open("").join();
      Socket second = client.open("").join();
      first.next("hello");
      second.next("hello");
      assertThat(handshakeStatus(client.open(""))).isEqualTo(503);
      problem(
          client.with("Accept", "text/event-stream").get("/v1/events"),
          503,
          "all 2 connections are taken");
      problem(client.get("/v1/events"), 406, "Accept: text/event-stream");
      first.close();
      int status = 503;
      for (int i = 0; i < 50 && status == 503; i++) {
        Thread.sleep(100);
        status = handshakeStatus(client.open(""));
      }
      assertThat(status).isEqualTo(101);
    }
  }

  @Test
  void frame_tooLargeOrTooMany_closesThatConnectionAlone() throws IOException {
    byte[] photo = TestClient.photo(1);
    try (MienServer server = start(limits(4 << 20, 4 << 20, 2, photo.length, 10, 6000, 8, 8))) {
      TestClient client = new TestClient(server.port());
      Socket neighbour = client.open("").join();
      Socket large = client.open("").join();
      large.send(photo);
      large.next("frame");
      large.send(Arrays.copyOf(photo, photo.length + 1));
      assertThat(large.closeCode()).isEqualTo(1009);
      Socket fast = client.open("").join();
      try {
        for (int f = 0; f < 60; f++) {
          fast.send(photo);
        }
      } catch (CompletionException e) {
        assertThat(e).hasMessageContaining("closed"); // In the middle of it, as it should be.
      }
      assertThat(fast.closeCode()).isEqualTo(1008);
      neighbour.send(photo);
      assertThat(neighbour.next("frame").get("result").get("faces")).hasSize(3);
    }
  }

  @Test
  void token_isNeededAndNothingElseWillDo() throws IOException {
    String token = "correct horse battery";
    try (MienServer server = MienServer.start(options().withToken(token))) {
      TestClient client = new TestClient(server.port());
      problem(client.get("/v1/sessions"), 401, "this server asks for a token");
      assertThat(client.get("/v1/sessions").header("WWW-Authenticate")).isEqualTo("Bearer");
      problem(client.get("/metrics"), 401, "token");
      problem(
          client.with("Authorization", "Bearer correct horse batterz").get("/v1/sessions"),
          401,
          "token");
      problem(client.with("Cookie", "mien_login=0123").get("/v1/sessions"), 401, "token");
      assertThat(handshakeStatus(client.open(""))).isEqualTo(401);
      assertThat(client.get("/").status()).isEqualTo(200);
      assertThat(client.get("/health/ready").status()).isEqualTo(200);
      TestClient known = client.with("Authorization", "Bearer " + token);
      assertThat(known.get("/v1/sessions").status()).isEqualTo(200);
      assertThat(handshakeStatus(known.open(""))).isEqualTo(101);
      // With a token, any name of the host will do.
      assertThat(known.with("Host", "mien.example.org").get("/v1/sessions").status())
          .isEqualTo(200);
      checkLogin(client, token);
    }
  }

  private static void checkLogin(TestClient client, String token) {
    byte[] wrong = "wrong".getBytes(StandardCharsets.UTF_8);
    problem(client.post("/v1/login", wrong, "text/plain"), 401, "token");
    Answer login = client.post("/v1/login", token.getBytes(StandardCharsets.UTF_8), "text/plain");
    assertThat(login.status()).isEqualTo(204);
    String cookie = login.header("Set-Cookie");
    assertThat(cookie).contains("HttpOnly").contains("SameSite=Strict").doesNotContain(token);
    TestClient browser = client.with("Cookie", cookie.substring(0, cookie.indexOf(';')));
    assertThat(browser.get("/v1/sessions").status()).isEqualTo(200);
    assertThat(handshakeStatus(browser.open(""))).isEqualTo(101);
    Answer last = login;
    for (int i = 0; i < 8 && last.status() != 429; i++) {
      last = client.post("/v1/login", wrong, "text/plain");
    }
    problem(last, 429, "attempts to log in");
  }

  @Test
  void otherPagesAndNames_areRefused() throws IOException {
    try (MienServer server =
        MienServer.start(options().withAllowedOrigins(Set.of("https://app.example.org")))) {
      TestClient client = new TestClient(server.port());
      problem(client.with("Host", "evil.example").get("/v1/sessions"), 403, "localhost alone");
      TestClient foreign = client.with("Origin", "https://evil.example");
      problem(foreign.get("/v1/sessions"), 403, "pages of https://evil.example");
      assertThat(handshakeStatus(foreign.open(""))).isEqualTo(403);
      TestClient own = client.with("Origin", "http://127.0.0.1:" + server.port());
      assertThat(own.get("/v1/sessions").status()).isEqualTo(200);
      TestClient allowed = client.with("Origin", "https://app.example.org");
      Answer answer = allowed.get("/v1/sessions");
      assertThat(answer.status()).isEqualTo(200);
      assertThat(answer.header("Access-Control-Allow-Origin")).isEqualTo("https://app.example.org");
      assertThat(allowed.send("OPTIONS", "/v1/sessions", BodyPublishers.noBody(), "").status())
          .isEqualTo(204);
      assertThat(handshakeStatus(allowed.open(""))).isEqualTo(101);
    }
  }

  @Test
  void options_thatWouldServeTheWorldWithoutAToken_areRefused() {
    ServerOptions local = options();
    assertThatThrownBy(
            () ->
                new ServerOptions(
                    "0.0.0.0",
                    0,
                    null,
                    Set.of(),
                    local.limits(),
                    local.store(),
                    null,
                    "default",
                    0,
                    local.stream(),
                    List.of()))
        .hasMessageContaining("needs a token");
    assertThatThrownBy(() -> local.withToken("short")).hasMessageContaining("at least 16");
    assertThatThrownBy(() -> limits(1, 1, 1, 1, 1, 1, 0, 1)).hasMessageContaining("at least 1");
  }
}
