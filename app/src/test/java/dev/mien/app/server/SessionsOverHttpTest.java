package dev.mien.app.server;

import static dev.mien.app.server.TestClient.problem;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.mien.app.server.TestClient.Answer;
import dev.mien.app.server.TestClient.Socket;
import dev.mien.app.session.SessionStore;
import dev.mien.event.EventRules;
import java.awt.image.BufferedImage;
import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Sessions and events from the outside. */
final class SessionsOverHttpTest {
  @RegisterExtension
  static final RunningServer running =
      new RunningServer(
          options ->
              options.withRules(
                  EventRules.parse("smile: happiness > 0.7 for 200ms\naway: no face for 200ms")));

  private static final TestClient client = running.client();

  private static String begin(String name) {
    Answer answer = client.json("POST", "/v1/sessions", "{\"name\":\"" + name + "\"}");
    assertThat(answer.status()).isEqualTo(201);
    String id = answer.json().get("id").asText();
    assertThat(answer.header("Location")).isEqualTo("/v1/sessions/" + id);
    return id;
  }

  @Test
  void stream_intoASession_isReadCalibratedReportedAndDeleted() {
    String id = begin("interview <7>");
    Socket socket = client.open("?clock=client").join();
    socket.tell("{\"type\":\"session\",\"session\":\"" + id + "\"}");
    assertThat(socket.next("session").get("session").asText()).isEqualTo(id);
    byte[] photo = TestClient.photo(1);
    for (int f = 0; f < 25; f++) {
      socket.send(100 + 0.1 * f, photo);
      JsonNode frame = socket.next("frame");
      assertThat(frame.get("session_time").asDouble()).isEqualTo(Math.round(100.0 * f) / 1000.0);
    }
    assertThat(
            client
                .json("PUT", "/v1/sessions/" + id + "/baseline", "{\"from\":0,\"to\":1.5}")
                .status())
        .isEqualTo(200);
    problem(
        client.json("PUT", "/v1/sessions/" + id + "/baseline", "{\"from\":5,\"to\":1}"),
        400,
        "a range of time cannot go");
    problem(client.json("PUT", "/v1/sessions/" + id + "/baseline", "{}"), 400, "send {\"from\"");
    // Running sessions can be read.
    JsonNode running = client.get("/v1/sessions/" + id).json();
    assertThat(running.get("session").get("status").asText()).isEqualTo("running");
    assertThat(running.get("people")).hasSize(3);
    assertThat(running.get("people").get(2).get("relative_to_baseline")).isNotNull();
    assertThat(running.get("events").get(0).get("event").asText()).isEqualTo("smile");
    assertThat(client.json("POST", "/v1/sessions/" + id + "/end", "").json().get("status").asText())
        .isEqualTo("ended");
    socket.send(200, photo);
    assertThat(socket.next("session").get("session").isNull()).as("is told of the end").isTrue();
    assertThat(socket.next("frame").has("session_time")).as("after the end").isFalse();
    socket.tell("{\"type\":\"session\",\"session\":\"" + id + "\"}");
    assertThat(socket.next("error").get("status").asInt()).isEqualTo(409);
    socket.tell("{\"type\":\"session\",\"session\":\"x\"}");
    assertThat(socket.next("error").get("status").asInt()).isEqualTo(404);
    socket.close();
    checkReading(id);
    assertThat(client.json("DELETE", "/v1/sessions/" + id, "").status()).isEqualTo(204);
    problem(client.get("/v1/sessions/" + id), 404, "there is no session");
    problem(client.get("/v1/sessions/" + id + "/report"), 404, "there is no session");
  }

  private static void checkReading(String id) {
    Answer report = client.get("/v1/sessions/" + id + "/report");
    assertThat(report.header("Content-Type")).startsWith("text/html");
    assertThat(report.text())
        .contains("interview &lt;7&gt;")
        .contains("Beside the neutral baseline");
    Answer csv = client.get("/v1/sessions/" + id + "/observations.csv");
    assertThat(csv.header("Content-Disposition")).contains("mien-" + id + ".csv");
    assertThat(csv.text().lines()).hasSize(1 + 3 * 25);
    assertThat(client.get("/v1/comparison?first=" + id + "&second=" + id).json().get("figures"))
        .hasSize(11);
    problem(client.get("/v1/comparison?first=" + id), 400, "name two sessions");
    problem(client.get("/v1/comparison?first=" + id + "&second=x"), 404, "there is no session x");
    assertThat(client.get("/v1/sessions").text()).contains(id);
  }

  @Test
  void frames_appendedOneByOne_areOneSession() {
    String id = begin("one by one");
    String path = "/v1/sessions/" + id + "/frames?time=";
    for (int f = 0; f < 12; f++) {
      Answer answer = client.post(path + f / 5.0, TestClient.photo(1), "image/jpeg");
      assertThat(answer.status()).as(answer.text()).isEqualTo(200);
      assertThat(answer.json().get("faces").get(0).get("track").asInt()).isEqualTo(1);
    }
    problem(client.post(path + "1", TestClient.photo(1), "image/jpeg"), 400, "in order of time");
    problem(client.post(path + "soon", TestClient.photo(1), "image/jpeg"), 400, "?time= is");
    problem(
        client.post(path + "9", "x".getBytes(StandardCharsets.UTF_8), "image/jpeg"),
        415,
        "it is not");
    assertThat(client.get("/v1/sessions/" + id).json().get("frames").asInt()).isEqualTo(12);
    client.json("POST", "/v1/sessions/" + id + "/end", "");
    assertThat(timesOf(id, "ended")).isNotEmpty().containsOnly(2.2);
    problem(client.post(path + "9", TestClient.photo(1), "image/jpeg"), 409, "was ended");
    problem(
        client.post("/v1/sessions/x/frames?time=1", TestClient.photo(1), "image/jpeg"),
        404,
        "there is no session x");
  }

  @Test
  void second_streamOfASession_takesOver() {
    String id = begin("reloaded");
    String attach = "{\"type\":\"session\",\"session\":\"" + id + "\"}";
    Socket first = client.open("?clock=client").join();
    first.tell(attach);
    first.next("session");
    first.send(0, TestClient.photo(1));
    assertThat(first.next("frame").has("session_time")).isTrue();
    Socket second = client.open("?clock=client").join();
    second.tell(attach);
    second.next("session");
    second.send(0, TestClient.photo(1));
    assertThat(second.next("frame").get("session_time").asDouble()).isPositive();
    first.send(1, TestClient.photo(1));
    assertThat(first.next("frame").has("session_time")).isFalse();
    second.tell("{\"type\":\"session\",\"session\":null}");
    second.next("session");
    assertThat(client.get("/v1/sessions/" + id).json().get("frames").asInt()).isEqualTo(2);
    first.close();
    second.close();
  }

  @Test
  void events_areSentToListenersAndIntoTheStream() throws IOException {
    Socket socket = client.open("?clock=client").join();
    String stream = socket.next("hello").get("stream").asText();
    CompletableFuture<List<String>> heard = listen(stream, "\"away\",\"kind\":\"started\"");
    byte[] photo = TestClient.photo(1);
    byte[] nobody = greyPng();
    boolean told = false;
    for (int f = 0; f < 6; f++) {
      socket.send(0.1 * f, f < 4 ? photo : nobody);
      told |= socket.next("frame").get("events").toString().contains("\"smile\"");
    }
    for (int f = 6; f < 24; f++) {
      socket.send(0.1 * f, nobody);
      socket.next("frame");
    }
    assertThat(told).isTrue();
    List<String> lines = heard.orTimeout(20, TimeUnit.SECONDS).join();
    assertThat(lines.get(0)).contains("\"event\":\"smile\",\"kind\":\"started\"").contains(stream);
    assertThat(lines).anyMatch(line -> line.contains("\"event\":\"away\",\"kind\":\"started\""));
    socket.close();
  }

  private static byte[] greyPng() throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    javax.imageio.ImageIO.write(
        new BufferedImage(320, 240, BufferedImage.TYPE_BYTE_GRAY), "png", bytes);
    return bytes.toByteArray();
  }

  @Test
  void streamThatCloses_endsWhatWasGoingOn() throws IOException {
    String id = begin("hung up");
    Socket socket = client.open("?clock=client").join();
    String stream = socket.next("hello").get("stream").asText();
    CompletableFuture<List<String>> heard = listen(stream, "\"kind\":\"ended\"");
    socket.tell("{\"type\":\"session\",\"session\":\"" + id + "\"}");
    socket.next("session");
    for (int f = 0; f < 4; f++) {
      socket.send(0.1 * f, TestClient.photo(1));
      socket.next("frame");
    }
    socket.close();
    assertThat(heard.orTimeout(20, TimeUnit.SECONDS).join().toString())
        .contains("\"event\":\"smile\",\"kind\":\"started\"")
        .contains("\"event\":\"smile\",\"kind\":\"ended\"");
    long patience = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
    while (timesOf(id, "ended").isEmpty() && System.nanoTime() < patience) {
      Thread.onSpinWait(); // The session is written a moment after listeners were told.
    }
    assertThat(timesOf(id, "ended")).isNotEmpty().containsOnly(0.3);
    assertThat(timesOf(id, "ended")).hasSameSizeAs(timesOf(id, "started"));
  }

  /** When events of a kind were, in seconds. */
  private static List<Double> timesOf(String session, String kind) {
    List<Double> times = new ArrayList<>();
    for (JsonNode event : client.get("/v1/sessions/" + session).json().get("events")) {
      if (event.get("kind").asText().equals(kind)) {
        times.add(event.get("time").asDouble());
      }
    }
    return times;
  }

  /** Reads server-sent events until one contains a text. */
  private static CompletableFuture<List<String>> listen(String stream, String last)
      throws IOException {
    HttpRequest request =
        HttpRequest.newBuilder(
                URI.create("http://127.0.0.1:" + running.port() + "/v1/events?stream=" + stream))
            .header("Accept", "text/event-stream")
            .build();
    CompletableFuture<Void> ready = new CompletableFuture<>();
    CompletableFuture<List<String>> heard = new CompletableFuture<>();
    Thread reader =
        new Thread(
            () -> {
              List<String> lines = new ArrayList<>();
              try (BufferedReader in =
                  new BufferedReader(
                      new InputStreamReader(
                          HttpClient.newHttpClient()
                              .send(request, BodyHandlers.ofInputStream())
                              .body(),
                          StandardCharsets.UTF_8))) {
                for (String line = in.readLine(); line != null; line = in.readLine()) {
                  ready.complete(null);
                  if (line.startsWith("data:")) {
                    lines.add(line);
                  }
                  if (line.contains(last)) {
                    heard.complete(lines);
                    return;
                  }
                }
              } catch (IOException | InterruptedException e) {
                heard.completeExceptionally(e);
              }
            });
    reader.setDaemon(true);
    reader.start();
    ready.orTimeout(20, TimeUnit.SECONDS).join();
    return heard;
  }

  @Test
  void close_whileASessionRuns_writesWhatItHas() throws IOException {
    String location = running.options("closing.db").store();
    String id;
    try (MienServer closing = MienServer.start(ServerOptions.local(location))) {
      TestClient its = new TestClient(closing.port());
      id = its.json("POST", "/v1/sessions", "{\"name\":\"x\"}").json().get("id").asText();
      Socket socket = its.open("?clock=client").join();
      socket.tell("{\"type\":\"session\",\"session\":\"" + id + "\"}");
      socket.next("session");
      socket.send(1, TestClient.photo(1));
      socket.next("frame");
      closing.close();
      assertThat(socket.closeCode()).isEqualTo(1001);
    }
    try (SessionStore store = SessionStore.open(location)) {
      assertThat(store.load(id).frames()).hasSize(1);
    }
  }
}
