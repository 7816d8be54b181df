package dev.mien.app.server;

import static dev.mien.app.server.TestClient.problem;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.mien.Mien;
import dev.mien.app.server.TestClient.Answer;
import dev.mien.app.server.TestClient.Socket;
import dev.mien.expression.ClassPrior;
import dev.mien.expression.Emotion;
import dev.mien.expression.ModelException;
import dev.mien.image.ImageReader;
import dev.mien.output.Palette;
import dev.mien.output.ResultJson;
import java.io.IOException;
import java.io.InputStream;
import java.net.http.WebSocketHandshakeException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What the server answers when it is asked as it should be, and when it is not. */
final class MienServerTest {
  @RegisterExtension static final RunningServer running = new RunningServer();

  private static final TestClient client = running.client();

  @Test
  void analyze_anImage_givesWhatTheLibraryGives() throws IOException {
    Answer answer = client.post("/v1/analyze", TestClient.photo(2), "image/jpeg");
    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.header("Content-Type")).startsWith("application/json");
    try (Mien mien = Mien.open()) {
      assertThat(answer.text()).isEqualTo(ResultJson.line(mien.analyze(TestClient.photo(2))));
    }
  }

  @Test
  void analyze_aForm_hasARowForEveryImageEvenABadOne() {
    Map<String, byte[]> files = new LinkedHashMap<>();
    files.put("first.jpg", TestClient.photo(1));
    files.put("notes.txt", "no image".getBytes(StandardCharsets.UTF_8));
    files.put("second.jpg", TestClient.photo(4));
    JsonNode results = client.form("/v1/analyze", files).json().get("results");
    assertThat(results).hasSize(3);
    assertThat(results.get(0).get("source").asText()).isEqualTo("first.jpg");
    assertThat(results.get(0).get("faces")).hasSize(3);
    assertThat(results.get(1).get("error").asText()).startsWith("it is not a JPEG");
    assertThat(results.get(2).get("faces")).hasSize(4);
  }

  @Test
  void prior_isExchangedForEveryClient() throws IOException {
    String plain = client.post("/v1/analyze", TestClient.photo(2), "image/jpeg").text();
    assertThat(plain).doesNotContain("model_probabilities");
    ServerOptions options = running.options("other.db");
    try (MienServer other = MienServer.start(options, Mien.builder().prior(ClassPrior.uniform()))) {
      JsonNode face =
          new TestClient(other.port())
              .post("/v1/analyze", TestClient.photo(2), "image/jpeg")
              .json()
              .get("faces")
              .get(0);
      assertThat(face.at("/probabilities/neutral").asDouble())
          .isLessThan(face.at("/model_probabilities/neutral").asDouble());
    }
  }

  @Test
  void portTaken_isRefusedBeforeAStoreIsMade() {
    ServerOptions free = running.options("taken.db");
    assertThatThrownBy(() -> MienServer.start(with(free, running.port(), free.model())))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("port " + running.port())
        .hasMessageContaining("another program may use it");
    assertThat(Path.of(free.store())).doesNotExist();
  }

  @Test
  void modelMissing_isRefusedBeforeAStoreIsMade() {
    ServerOptions free = running.options("without-model.db");
    assertThatThrownBy(() -> MienServer.start(with(free, 0, "no-such-model.onnx")))
        .isInstanceOf(ModelException.class)
        .hasMessageContaining("no-such-model.onnx");
    assertThat(Path.of(free.store())).doesNotExist();
  }

  private static ServerOptions with(ServerOptions options, int port, String model) {
    return new ServerOptions(
        options.host(),
        port,
        options.token(),
        options.allowedOrigins(),
        options.limits(),
        options.store(),
        options.retention(),
        model,
        options.minFaceSize(),
        options.stream(),
        options.rules());
  }

  @Test
  void crops_wholeImageIsTheFace() throws IOException {
    Answer answer = client.post("/v1/crops", TestClient.photo(1), "image/jpeg");
    JsonNode faces = answer.json().get("faces");
    assertThat(faces).hasSize(1);
    assertThat(faces.get(0).get("box").get("width").asInt()).isEqualTo(1920);
    try (Mien mien = Mien.open()) {
      assertThat(answer.text())
          .isEqualTo(
              ResultJson.line(
                  mien.analyzeCrop(
                      new ImageReader(ImageReader.DEFAULT_MAX_PIXELS).read(TestClient.photo(1)))));
    }
  }

  @Test
  void wrongUse_isAProblemWithOneSentence() {
    byte[] text = "hello".getBytes(StandardCharsets.UTF_8);
    byte[] half = Arrays.copyOf(TestClient.photo(1), 60_000);
    problem(client.post("/v1/analyze", text, "image/jpeg"), 415, "it is not a JPEG");
    problem(client.post("/v1/analyze", text, "text/plain"), 415, "send an image");
    problem(client.post("/v1/analyze", half, "image/jpeg"), 422, "damaged or cut short");
    problem(client.post("/v1/analyze", new byte[0], "image/jpeg"), 400, "the body is empty");
    problem(client.form("/v1/analyze", Map.of()), 400, "the form holds no files");
    problem(client.get("/v1/nothing"), 404, "there is nothing at /v1/nothing");
    problem(client.get("/v1/analyze"), 405, "GET is not possible at /v1/analyze");
    problem(client.get("/v1/sessions/unknown"), 404, "there is no session unknown");
    problem(client.json("POST", "/v1/sessions", "{\"name\":\" \"}"), 400, "a session's name");
    problem(client.json("POST", "/v1/sessions", "[]"), 400, "send a JSON object");
    problem(client.get("/v1/comparison?first=a"), 400, "name two sessions");
    problem(client.get("/v1/comparison?first=a&second=b"), 404, "there is no session a");
  }

  @Test
  void everyAnswer_carriesSecurityHeaders() {
    for (String path : new String[] {"/", "/web/main.js", "/v1/sessions", "/v1/nothing"}) {
      Answer answer = client.get(path);
      assertThat(answer.header("Content-Security-Policy")).as(path).contains("default-src 'self'");
      assertThat(answer.header("X-Content-Type-Options")).as(path).isEqualTo("nosniff");
      assertThat(answer.header("X-Frame-Options")).as(path).isEqualTo("DENY");
      assertThat(answer.header("Access-Control-Allow-Origin")).as(path).isEmpty();
      assertThat(answer.header("Server")).as(path).isEmpty();
    }
  }

  @Test
  void page_usesNothingFromElsewhere() throws IOException {
    assertThat(client.get("/").text())
        .contains("Mien")
        .doesNotContain("http://", "https://", "//cdn");
    try (var files = Files.list(Path.of("src/main/resources/dev/mien/app/web"))) {
      for (Path file : files.toList()) {
        String content = Files.readString(file, StandardCharsets.UTF_8);
        assertThat(content.replace("http://www.w3.org/2000/svg", ""))
            .as("%s", file)
            .doesNotContain("http://", "https://");
        String path = "/web/" + file.getFileName();
        assertThat(client.get(path).text()).as(path).isEqualTo(content);
      }
    }
  }

  @Test
  void page_coloursAreThoseOfPicturesAndReports() {
    String script = client.get("/web/emotions.js").text();
    int last = 0;
    for (Emotion emotion : Emotion.values()) {
      String entry = "['%s', '%s']".formatted(emotion.label(), Palette.css(emotion));
      assertThat(script.indexOf(entry)).as(entry).isGreaterThan(last);
      last = script.indexOf(entry);
    }
    assertThat(script).contains("['uncertain', '%s']".formatted(Palette.css(null)));
  }

  @Test
  void health_andMetrics_tellThePersonOnDuty() {
    assertThat(client.get("/health/live").status()).isEqualTo(200);
    assertThat(client.get("/health/ready").json().get("status").asText()).isEqualTo("up");
    client.post("/v1/analyze", TestClient.photo(1), "image/jpeg");
    assertThat(client.get("/metrics").text())
        .contains("mien_request_seconds_count{route=\"/v1/analyze\",status=\"200\"}")
        .contains("mien_faces_total")
        .contains("mien_queue")
        .contains("jvm_memory_used_bytes");
  }

  @Test
  void errors_carryACode_thatProgramsCanDependOn() {
    assertThat(code(client.post("/v1/analyze", new byte[] {1, 2, 3}, "image/png")))
        .isEqualTo("image_format");
    assertThat(code(client.post("/v1/analyze", new byte[0], "image/png"))).isEqualTo("bad_request");
    assertThat(code(client.get("/v1/sessions/none"))).isEqualTo("session_unknown");
    assertThat(code(client.get("/v1/nothing"))).isEqualTo("not_found");
    byte[] photo = TestClient.photo(1);
    byte[] cut = Arrays.copyOf(photo, photo.length / 2);
    assertThat(code(client.post("/v1/analyze", cut, "image/jpeg"))).isEqualTo("image_damaged");
  }

  private static String code(TestClient.Answer answer) {
    return answer.json().get("code").asText();
  }

  @Test
  void openApi_namesExactlyTheRoutesThatThereAre() throws IOException {
    JsonNode paths = client.get("/openapi.json").json().get("paths");
    TreeSet<String> documented = new TreeSet<>();
    for (Iterator<String> names = paths.fieldNames(); names.hasNext(); ) {
      String path = names.next();
      paths
          .get(path)
          .fieldNames()
          .forEachRemaining(
              method -> {
                if (!method.equals("parameters")) {
                  documented.add(method.toUpperCase(Locale.ROOT) + " " + path);
                }
              });
    }
    TreeSet<String> routes = new TreeSet<>(running.server().routes());
    routes.removeAll(Set.of("GET /", "GET /docs", "GET /openapi.json"));
    assertThat(documented).isEqualTo(routes);
    assertThat(client.get("/docs").text()).contains("/web/docs.js");
    String bundle = client.get("/docs").text().replaceAll("(?s).*src=\"(/webjars[^\"]*)\".*", "$1");
    assertThat(client.get(bundle).status()).isEqualTo(200);
    try (InputStream document = MienServer.class.getResourceAsStream("openapi.json")) {
      assertThat(new ObjectMapper().readTree(document).get("openapi").asText()).startsWith("3.");
    }
  }

  @Test
  void stream_frames_keepTracksAndSayHowLongTheyTook() {
    Socket socket = client.open("?clock=client&attention=true").join();
    JsonNode hello = socket.next("hello");
    assertThat(hello.get("model").asText()).isEqualTo("base");
    assertThat(hello.get("rules").isInt()).isTrue();
    for (int f = 0; f < 3; f++) {
      socket.send(0.1 * f, TestClient.photo(1));
      JsonNode frame = socket.next("frame");
      assertThat(frame.get("frame").asInt()).isEqualTo(f + 1);
      assertThat(frame.get("milliseconds").asDouble()).isPositive();
      JsonNode result = frame.get("result");
      assertThat(result.get("time").asDouble()).isEqualTo(Math.round(100.0 * f) / 1000.0);
      assertThat(result.get("faces")).hasSize(3);
      assertThat(result.get("faces").get(2).get("track").asInt()).isEqualTo(3);
      JsonNode map = frame.get("attention").get(0);
      assertThat(map.get("weights")).hasSize(map.get("columns").asInt() * map.get("rows").asInt());
    }
    socket.close();
  }

  @Test
  void stream_badFrame_isAnErrorAndTheNextOneIsRead() {
    Socket socket = client.open("?clock=client").join();
    socket.send(1, "no image".getBytes(StandardCharsets.UTF_8));
    assertThat(socket.next("error").get("status").asInt()).isEqualTo(415);
    socket.send(2, TestClient.photo(1));
    assertThat(socket.next("frame").get("result").get("faces")).hasSize(3);
    socket.send(2, TestClient.photo(1));
    assertThat(socket.next("error").get("detail").asText()).contains("in order of time");
    socket.send(Double.NaN, TestClient.photo(1));
    assertThat(socket.next("error").get("detail").asText()).contains("a frame's time");
    socket.send(new byte[3]);
    assertThat(socket.next("error").get("status").asInt()).isEqualTo(400);
    socket.tell("{\"type\":\"reset\"}");
    socket.next("reset");
    socket.send(0, TestClient.photo(1));
    assertThat(socket.next("frame").get("result").get("time").asInt()).isZero();
    socket.tell("nonsense");
    assertThat(socket.next("error").get("detail").asText()).contains("not JSON");
    socket.tell("{\"type\":\"rules\",\"rules\":\"help anger\"}");
    JsonNode rules = socket.next("error");
    assertThat(rules.get("detail").asText()).startsWith("line 1:");
    assertThat(rules.get("code").asText()).isEqualTo("invalid_rules");
    socket.close();
  }

  @Test
  void stream_moreFramesThanCanBeRead_readsTheLatest() {
    Socket socket = client.open("").join();
    byte[] photo = TestClient.photo(1);
    int count = 40;
    for (int f = 0; f < count; f++) {
      socket.send(photo);
    }
    JsonNode last = socket.next("frame");
    int answers = 1;
    while (last.get("frame").asInt() < count) {
      last = socket.next("frame");
      answers++;
    }
    assertThat(answers).isLessThan(count);
    assertThat(last.get("dropped").asInt()).isEqualTo(count - answers);
    socket.close();
  }

  @Test
  void unknownSmoothing_isRefusedBeforeTheStreamOpens() {
    assertThatThrownBy(() -> client.open("?smooth=soon").join())
        .hasCauseInstanceOf(WebSocketHandshakeException.class);
  }

  @Test
  void healthCheck_tellsAServerFromNone() {
    assertThat(HealthCheck.isReady(running.port())).isTrue();
    assertThat(HealthCheck.isReady(1)).isFalse();
  }
}
