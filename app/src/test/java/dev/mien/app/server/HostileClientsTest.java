package dev.mien.app.server;

import static dev.mien.app.server.TestClient.problem;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.mien.app.server.TestClient.Answer;
import dev.mien.app.server.TestClient.Socket;
import dev.mien.app.session.SessionStore;
import dev.mien.app.session.StoreDamage;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Rows 2, 3, 7, 10, 14, 15 and 18 of the hardening: clients that lie, stall and vanish. */
final class HostileClientsTest {
  @RegisterExtension static final RunningServer running = new RunningServer();

  /** Their answers are some 30 MB. */
  private static final int DEAF_MESSAGES = 200_000;

  private static final TestClient client = running.client();

  static void await(String what, BooleanSupplier condition) {
    long end = System.nanoTime() + Duration.ofSeconds(60).toNanos();
    while (!condition.getAsBoolean()) {
      assertThat(System.nanoTime()).as("waiting until %s", what).isLessThan(end);
      try {
        Thread.sleep(20);
      } catch (InterruptedException e) {
        throw new IllegalStateException(e);
      }
    }
  }

  private static int connections() {
    return client.get("/v1/status").json().get("connections").asInt();
  }

  @Test
  void row2_login_withALongBody_is413() {
    problem(client.post("/v1/login", new byte[4097], "text/plain"), 413, "larger than 4,096 bytes");
  }

  /** No rate is in the way: it is the number of threads that refuses. */
  @Test
  void row2_slowBodies_fromOneAddress_holdAQuarterOfTheThreads() throws IOException {
    Limits anyRate = new Limits(4 << 20, 50_000_000, 1, 1 << 20, 120, 10_000_000, 8, 64);
    List<RawClient> slow = new ArrayList<>();
    try (MienServer patient = MienServer.start(running.options("slow.db").withLimits(anyRate))) {
      int refused = 0;
      for (int i = 0; i < 100; i++) {
        RawClient one = new RawClient(patient.port(), "127.0.0.2");
        slow.add(one);
        one.send(
            "POST /v1/analyze HTTP/1.1\nHost: localhost\nContent-Type: image/jpeg\n"
                + "Content-Length: 1000000\n\n12345");
      }
      TestClient other = new TestClient(patient.port());
      assertThat(other.post("/v1/analyze", TestClient.photo(2), "image/jpeg").status())
          .isEqualTo(200);
      for (RawClient one : slow) {
        int status = one.status(); // Those that were let in are cut off after a while.
        assertThat(status).isIn(0, 400, 429);
        refused += status == 429 ? 1 : 0;
      }
      assertThat(refused).isBetween(100 - AccessFilter.THREADS / 4, 99);
    } finally {
      for (RawClient one : slow) {
        one.close();
      }
    }
  }

  @Test
  void row2_bodyThatComesTooSlowly_isTooSlow() {
    assertThat(BodyClock.isTooSlow(0, 9)).isFalse();
    assertThat(BodyClock.isTooSlow(100, 11)).isTrue();
    assertThat(BodyClock.isTooSlow(200_000, 20)).isFalse();
    assertThat(BodyClock.isTooSlow(100_000, 20)).isTrue();
    assertThat(BodyClock.isTooSlow(30 << 20, 121)).isTrue();
  }

  @Test
  void row2_memoryOfBodies_isSharedByAddresses() {
    Quota memory = new Quota(100, 40);
    assertThat(memory.take("a", 40)).isTrue();
    assertThat(memory.take("a", 1)).isFalse();
    assertThat(memory.take("b", 40)).isTrue();
    assertThat(memory.take("c", 40)).isFalse();
    memory.give("a", 40);
    assertThat(memory.take("c", 40)).isTrue();
    assertThat(memory.held()).isEqualTo(80);
  }

  @Test
  void row3_eventListeners_resetAtOnce_leaveTheirPlaces() throws IOException {
    int before = connections();
    for (int i = 0; i < 60; i++) {
      RawClient listener = new RawClient(running.port(), "127.0.0." + (3 + i % 5));
      listener.send(
          "GET /v1/events HTTP/1.1\nHost: localhost\nAccept: text/event-stream%s\n\n"
              .formatted(i % 2 == 0 ? "" : ", */*"));
      listener.reset();
    }
    await("all places are free", () -> connections() <= before);
    assertThat(client.get("/health/ready").status()).isEqualTo(200);
  }

  @Test
  void row3_ready_whileAllPlacesAreTaken_is503() throws IOException {
    Limits few = new Limits(1 << 20, 1 << 20, 1, 1 << 20, 10, 1200, 2, 8);
    try (MienServer small = MienServer.start(running.options("small.db").withLimits(few))) {
      TestClient own = new TestClient(small.port());
      Socket first = own.open("").join();
      Socket second = own.open("").join();
      first.next("hello");
      second.next("hello");
      assertThat(own.get("/health/ready").status()).isEqualTo(503);
      first.close();
      await("it is ready again", () -> own.get("/health/ready").status() == 200);
    }
  }

  @Test
  void row4_workOfClientsThatLeft_isDropped() throws IOException {
    ByteArrayOutputStream png = new ByteArrayOutputStream();
    ImageIO.write(new BufferedImage(6000, 5000, BufferedImage.TYPE_BYTE_BINARY), "png", png);
    List<RawClient> leaving = new ArrayList<>();
    for (int i = 0; i < 12; i++) {
      leaving.add(
          new RawClient(running.port(), "127.0.0.10").post("/v1/analyze", png.toByteArray()));
    }
    await("work is waiting", () -> client.get("/v1/status").json().get("waiting").asInt() > 5);
    for (RawClient one : leaving) {
      one.close();
    }
    await(
        "it is dropped",
        () ->
            client
                .get("/metrics")
                .text()
                .lines()
                .anyMatch(
                    line ->
                        line.startsWith("mien_request_seconds_count{route=\"/v1/analyze\"")
                            && line.contains("status=\"400\"")));
  }

  @Test
  void row7_textMessages_areRatedLikeFrames() {
    Socket socket = client.open("").join();
    try {
      for (int i = 0; i < 2000; i++) {
        socket.tell("{\"type\":\"attention\",\"on\":true}");
      }
    } catch (java.util.concurrent.CompletionException e) {
      assertThat(e).hasMessageContaining("closed");
    }
    assertThat(socket.closeCode()).isEqualTo(1008);
  }

  /**
   * No rate is in the way: it is the queue of what is not read that ends the connection. The kernel
   * takes some megabytes first.
   */
  @Test
  void row10_clientThatDoesNotRead_isDisconnected() throws IOException {
    Limits anyRate = new Limits(1 << 20, 1 << 20, 1, 1 << 20, 10_000_000, 1200, 8, 8);
    try (MienServer patient = MienServer.start(running.options("patient.db").withLimits(anyRate));
        RawClient deaf = new RawClient(patient.port(), "127.0.0.9")) {
      TestClient other = new TestClient(patient.port());
      deaf.upgrade();
      await(
          "the stream is open",
          () -> other.get("/v1/status").json().get("connections").asInt() == 1);
      assertThatThrownBy(
              () -> {
                for (int sent = 0; sent < DEAF_MESSAGES; sent++) {
                  deaf.text("{\"type\":\"unknown\"}");
                }
              })
          .isInstanceOf(SocketException.class);
      await(
          "its place is free",
          () -> other.get("/v1/status").json().get("connections").asInt() == 0);
    }
  }

  @Test
  void row10_sentenceAboutALongText_isShort() {
    Socket socket = client.open("").join();
    socket.tell("{\"type\":\"rules\",\"rules\":\"" + "x".repeat(60_000) + "\"}");
    JsonNode error = socket.next("error");
    assertThat(error.get("status").asInt()).isEqualTo(400);
    assertThat(error.get("detail").asText()).hasSizeLessThan(500);
    socket.tell("{\"type\":\"session\",\"session\":\"" + "x".repeat(60_000) + "\"}");
    assertThat(socket.next("error").get("detail").asText()).hasSizeLessThan(500);
    socket.close();
  }

  @Test
  void row14_nulInANameOrId_is400() {
    problem(client.json("POST", "/v1/sessions", "{\"name\":\"a\\u0000b\"}"), 400, "NUL");
    problem(client.get("/v1/sessions/a%00b"), 400, "cannot be served");
  }

  @Test
  void row15_sessionFieldsAndTimes_beyondTheirLimits_are400() {
    String large = "x".repeat(1 << 20);
    problem(
        client.json("POST", "/v1/sessions", "{\"name\":\"a\",\"source\":\"" + large + "\"}"),
        413,
        "larger than");
    problem(
        client.json(
            "POST", "/v1/sessions", "{\"name\":\"a\",\"source\":\"" + "x".repeat(5000) + "\"}"),
        400,
        "source has at most");
    String id = client.json("POST", "/v1/sessions", "{\"name\":\"a\"}").json().get("id").asText();
    for (String time : new String[] {"1e300", "9.3e9", "-1", "NaN", "Infinity"}) {
      problem(
          client.post(
              "/v1/sessions/" + id + "/frames?time=" + time, TestClient.photo(2), "image/jpeg"),
          400,
          "a time is in seconds");
      if (time.matches("[0-9e.-]+")) {
        problem(
            client.json(
                "PUT",
                "/v1/sessions/" + id + "/baseline",
                "{\"from\":%s,\"to\":%s}".formatted(time, time)),
            400,
            "a time is in seconds");
      }
    }
    assertThat(client.get("/v1/sessions/" + id + "/report").status()).isEqualTo(200);
  }

  @Test
  void row18_malformedForms_are400() {
    byte[] rubbish = "rubbish".getBytes(StandardCharsets.UTF_8);
    for (String type :
        new String[] {
          "multipart/form-data",
          "multipart/form-data; boundary=",
          "multipart/form-data; boundary=x",
          "multipart/form-data; boundary=\"x",
          "multipart/form-data; boundary=" + "x".repeat(300)
        }) {
      problem(client.post("/v1/analyze", rubbish, type), 400, "form");
    }
    byte[] open =
        "--x\r\nContent-Disposition: form-data; name=\"a\"; filename=\"a\"\r\n\r\nabc"
            .getBytes(StandardCharsets.UTF_8);
    problem(client.post("/v1/analyze", open, "multipart/form-data; boundary=x"), 400, "form");
    assertThat(client.form("/v1/analyze", Map.of("a.jpg", TestClient.photo(2))).status())
        .isEqualTo(200);
  }

  @Test
  void row18_problems_areUtf8() {
    problem(client.get("/v1/sessions/%D1%84"), 404, "there is no session ф");
  }

  @Test
  void row18_terminalEscapesInNames_areReplaced() {
    Answer answer = client.json("POST", "/v1/sessions", "{\"name\":\"a\\u001b[2Jb\\u009bc\"}");
    assertThat(answer.json().get("name").asText()).isEqualTo("a\ufffd[2Jb\ufffdc");
  }

  @Test
  void row13_streamWhoseStoreTakesNothing_isToldAndGoesOnLater() throws IOException {
    ServerOptions options = running.options("full.db");
    try (MienServer full = MienServer.start(options);
        SessionStore other = SessionStore.open(options.store())) {
      TestClient own = new TestClient(full.port());
      String id = own.json("POST", "/v1/sessions", "{\"name\":\"a\"}").json().get("id").asText();
      Socket socket = own.open("?clock=client").join();
      socket.tell("{\"type\":\"session\",\"session\":\"" + id + "\"}");
      assertThat(socket.next("session").get("session").asText()).isEqualTo(id);
      StoreDamage.breakDown(other);
      JsonNode sorry = framesUntilTold(socket, 0);
      assertThat(sorry.get("session").isNull()).isTrue();
      assertThat(sorry.get("reason").asText()).contains("cannot be written");
      assertThat(own.get("/health/ready").status()).isEqualTo(503);
      StoreDamage.repair(other);
      assertThat(framesUntilTold(socket, 1e6).get("session").asText()).isEqualTo(id);
      await("it is ready again", () -> own.get("/health/ready").status() == 200);
      socket.close();
    }
  }

  /** Sends frames, each of which is answered, until the stream is told of its session. */
  private static JsonNode framesUntilTold(Socket socket, double from) {
    byte[] photo = TestClient.photo(2);
    for (int frame = 0; frame < 2000; frame++) {
      socket.send(from + frame / 10.0, photo);
      JsonNode message = socket.next("frame", "session");
      if (message.get("type").asText().equals("session")) {
        socket.next("frame");
        return message;
      }
    }
    throw new AssertionError("it was not told");
  }
}
