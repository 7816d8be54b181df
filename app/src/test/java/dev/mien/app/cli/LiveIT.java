package dev.mien.app.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.mien.Mien;
import dev.mien.app.server.MienServer;
import dev.mien.app.server.ServerOptions;
import dev.mien.app.server.TestClient;
import dev.mien.app.server.TestClient.Socket;
import dev.mien.app.session.RecordedFrame;
import dev.mien.app.session.SessionStore;
import dev.mien.app.video.TestFilm;
import dev.mien.output.ResultJson;
import java.awt.image.BufferedImage;
import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import javax.imageio.ImageIO;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Moving pictures through the real {@code ./mien}, as a user types it. */
final class LiveIT {
  private static final ObjectMapper MAPPER = new ObjectMapper();
  private static final long THREE_MINUTES = 180_000_000_000L;

  @TempDir private Path folder;

  private CommandRun mien(String... arguments) throws IOException, InterruptedException {
    return CommandRun.of(folder, List.of(arguments));
  }

  private Path film(int frames) throws IOException {
    Path file = folder.resolve("clip.mkv");
    TestFilm.write(file, frames, TestFilm::twoPeople, f -> 40L * f, false);
    return file;
  }

  @Test
  void video_writesRowsFilmReportEventsAndSession() throws IOException, InterruptedException {
    film(75);
    Files.writeString(folder.resolve("rules.txt"), "smile: happiness > 0.5 for 500ms\n");
    CommandRun run =
        mien(
            "video",
            "clip.mkv",
            "--out",
            "frames.csv",
            "--annotated",
            "out.mp4",
            "--report",
            "report.html",
            "--rules",
            "rules.txt",
            "--events",
            "events.jsonl",
            "--baseline",
            "0s-1s",
            "--session",
            "a test",
            "--store",
            "sessions.db");
    assertThat(run.exitCode()).as(run.err()).isZero();
    assertThat(run.lines()).hasSize(2);
    assertThat(run.lines().get(0)).startsWith("person 1  seen ").contains("happiness");
    assertThat(run.err()).contains("75 frames analysed; rows in frames.csv; film in out.mp4");
    List<String> rows = Files.readAllLines(folder.resolve("frames.csv"));
    assertThat(rows.size()).isBetween(75 + 60, 1 + 2 * 75);
    int columns = rows.get(0).split(",", -1).length;
    assertThat(rows).allSatisfy(row -> assertThat(row.split(",", -1)).hasSize(columns));
    assertThat(Files.size(folder.resolve("out.mp4"))).isGreaterThan(10_000);
    assertThat(Files.readString(folder.resolve("report.html")))
        .contains("Person 2")
        .contains("Beside the neutral baseline");
    List<String> events = Files.readAllLines(folder.resolve("events.jsonl"));
    assertThat(MAPPER.readTree(events.get(0)).get("event").asText()).isEqualTo("smile");
    assertThat(events).hasSize(2); // It ends with the film.
    assertThat(MAPPER.readTree(events.get(1)).get("kind").asText()).isEqualTo("ended");
    checkSessions();
  }

  private void checkSessions() throws IOException, InterruptedException {
    CommandRun list = mien("sessions", "list", "--store", "sessions.db");
    assertThat(list.lines()).hasSize(2);
    assertThat(list.lines().get(0)).startsWith("ID").contains("STARTED").contains("LENGTH");
    assertThat(list.lines().get(1)).contains("a test").contains("ended").contains("0:00:0");
    String id = list.lines().get(1).replaceFirst(" .*", "");
    assertThat(id).as("a short id").hasSize(8);
    assertThat(mien("sessions", "--store", "sessions.db", "show", id).out())
        .contains("75 frames, 2 events")
        .contains("person 2");
    assertThat(mien("sessions", "report", id, "--store", "sessions.db", "-o", "r.html").exitCode())
        .isZero();
    assertThat(Files.readString(folder.resolve("r.html"))).contains("a test");
    assertThat(mien("sessions", "export", id, "--store", "sessions.db", "-o", "s.json").exitCode())
        .isZero();
    assertThat(MAPPER.readTree(folder.resolve("s.json").toFile()).get("frames").asInt())
        .isEqualTo(75);
    assertThat(mien("sessions", "compare", id, id, "--store", "sessions.db").out())
        .contains("happiness")
        .contains("Moving-block bootstrap");
    CommandRun unknown = mien("sessions", "delete", id, "nobody", "--store", "sessions.db");
    assertThat(unknown.exitCode()).isEqualTo(2);
    assertThat(unknown.err()).isEqualTo("mien: there is no session nobody\n");
    assertThat(mien("sessions", "delete", id, "--store", "sessions.db").exitCode()).isZero();
    assertThat(mien("sessions", "list", "--store", "sessions.db").out())
        .isEqualTo("there are no sessions yet\n");
    assertThat(mien("sessions", "prune", "--older-than", "30d", "--store", "sessions.db").out())
        .isEqualTo("0 sessions deleted\n");
  }

  @Test
  void video_every_analysesSoManyFramesOnly() throws IOException, InterruptedException {
    film(50);
    CommandRun run =
        mien("video", "clip.mkv", "--every", "0.2s", "--for", "1.9s", "--out", "f.jsonl", "-q");
    assertThat(run.exitCode()).isZero();
    assertThat(run.out() + run.err()).isEmpty();
    List<String> lines = Files.readAllLines(folder.resolve("f.jsonl"));
    assertThat(lines).hasSize(10);
    assertThat(MAPPER.readTree(lines.get(9)).get("time").asDouble()).isEqualTo(1.8);
  }

  @Test
  void video_damaged_isToldWithExitCodeOne() throws IOException, InterruptedException {
    Path file = film(100);
    byte[] bytes = Files.readAllBytes(file);
    Files.write(file, Arrays.copyOf(bytes, bytes.length / 2));
    CommandRun run = mien("video", "clip.mkv", "--every", "0.5s");
    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.err()).contains("parts of it are damaged");
    assertThat(run.out()).contains("person 1");
  }

  @Test
  void wrongUse_isOneSentenceAndExitCodeTwo() throws IOException, InterruptedException {
    Files.writeString(folder.resolve("bad.txt"), "help anger\n");
    for (List<String> wrong :
        List.of(
            List.of("video"),
            List.of("video", "nowhere.mp4"),
            List.of("video", "bad.txt"),
            List.of("video", "x.mp4", "--every", "soon"),
            List.of("video", "x.mp4", "--rules", "bad.txt"),
            List.of("video", "x.mp4", "--attention"),
            List.of("video", "x.mp4", "--out", "rows.xml"),
            List.of("video", "x.mp4", "--report", "page.pdf"),
            List.of("video", "x.mp4", "--baseline", "10s"),
            List.of("camera", "/dev/nothing"),
            List.of("camera", "default", "--size", "big"),
            List.of("sessions", "show", "x", "--store", "bad.txt"),
            List.of("serve", "--store", "mysql://user:secret@host/db"),
            List.of("serve", "--port", "99999", "--store", "s.db"),
            List.of("serve", "--allow-origin", "example.org", "--store", "s.db"))) {
      CommandRun run = CommandRun.of(folder, wrong);
      assertThat(run.exitCode()).as("%s: %s", wrong, run.err()).isEqualTo(2);
      assertThat(run.err()).as("%s", wrong).startsWith("mien: ").doesNotContain("\tat ");
      assertThat(run.err().lines().count()).as("%s: %s", wrong, run.err()).isLessThanOrEqualTo(2);
    }
  }

  @Test
  void camera_withoutAName_listsCameras() throws IOException, InterruptedException {
    CommandRun run = mien("camera");
    assertThat(run.exitCode()).isZero();
    assertThat(run.out()).isNotBlank();
  }

  /** One picture through every interface. */
  @Test
  void parity_libraryCommandVideoHttpAndWebSocket_giveTheSameNumbers()
      throws IOException, InterruptedException {
    BufferedImage picture = TestFilm.twoPeople(3);
    ByteArrayOutputStream png = new ByteArrayOutputStream();
    ImageIO.write(picture, "png", png);
    Files.write(folder.resolve("picture.png"), png.toByteArray());
    TestFilm.write(folder.resolve("picture.mkv"), 2, f -> picture, f -> 40L * f, true);
    JsonNode expected;
    try (Mien mien = Mien.open()) {
      expected =
          MAPPER
              .readTree(ResultJson.line(mien.analyze(folder.resolve("picture.png"))))
              .get("faces");
    }
    assertThat(expected).hasSize(2);
    JsonNode command = MAPPER.readTree(mien("analyze", "picture.png", "--format", "jsonl").out());
    assertThat(command.get("faces")).isEqualTo(expected);
    mien("video", "picture.mkv", "--out", "video.jsonl", "-q");
    JsonNode video = MAPPER.readTree(Files.readAllLines(folder.resolve("video.jsonl")).get(0));
    assertThat(plain(video.get("faces"))).isEqualTo(expected);
    ServerOptions options = ServerOptions.local(folder.resolve("s.db").toString());
    try (MienServer server = MienServer.start(options)) {
      TestClient client = new TestClient(server.port());
      assertThat(client.post("/v1/analyze", png.toByteArray(), "image/png").json().get("faces"))
          .isEqualTo(expected);
      Socket socket = client.open("").join();
      socket.send(png.toByteArray());
      assertThat(plain(socket.next("frame").get("result").get("faces"))).isEqualTo(expected);
    }
  }

  /**
   * Faces of a frame without what only frames have; the first frame's smoothed answer is its own.
   */
  private static JsonNode plain(JsonNode faces) {
    ArrayNode plain = MAPPER.createArrayNode();
    for (JsonNode face : faces) {
      ObjectNode copy = face.deepCopy();
      copy.remove("track");
      assertThat(copy.remove("smoothed").get("probabilities")).isEqualTo(face.get("probabilities"));
      plain.add(copy);
    }
    return plain;
  }

  @Test
  void serve_killedDuringASession_losesAtMostTheLastSecond()
      throws IOException, InterruptedException {
    Path store = folder.resolve("sessions.db");
    Served first = serve(store);
    TestClient client = new TestClient(first.port());
    String id =
        client.json("POST", "/v1/sessions", "{\"name\":\"killed\"}").json().get("id").asText();
    Socket socket = client.open("?clock=client").join();
    socket.tell("{\"type\":\"session\",\"session\":\"" + id + "\"}");
    socket.next("session");
    Run run = answers(socket);
    List<Answered> answers = run.answers();
    long killed = System.nanoTime();
    first.process().destroyForcibly(); // kill -9
    assertThat(first.process().waitFor(20, TimeUnit.SECONDS)).isTrue();
    try (SessionStore opened = SessionStore.open(store.toString())) {
      List<RecordedFrame> frames = opened.load(id).frames();
      double kept = frames.get(frames.size() - 1).time().toNanos() / 1e9;
      double owed =
          answers.stream()
              .filter(answer -> killed - answer.nanos() > run.nanosToStore())
              .mapToDouble(Answered::sessionTime)
              .max()
              .orElseThrow();
      assertThat(kept).isBetween(owed, answers.get(answers.size() - 1).sessionTime());
      assertThat(opened.get(id).endedAt()).isNull();
    }
    Served second = serve(store);
    TestClient again = new TestClient(second.port());
    assertThat(again.get("/v1/sessions").json().get(0).get("id").asText()).isEqualTo(id);
    assertThat(again.get("/v1/sessions/" + id + "/report").status()).isEqualTo(200);
    second.process().destroy(); // Ctrl-C
    assertThat(second.process().waitFor(20, TimeUnit.SECONDS)).isTrue();
    assertThat(second.errors()).isEmpty();
  }

  @Test
  void serve_forOthersWithoutAToken_makesOneAndPrintsIt() throws Exception {
    Process process =
        CommandRun.start(
                folder, List.of("serve", "--host", "0.0.0.0", "--port", "0", "--store", "s.db"))
            .redirectErrorStream(true)
            .start();
    try (BufferedReader out =
        new BufferedReader(
            new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
      String listening = out.readLine();
      String told = out.readLine();
      int port = Integer.parseInt(listening.replaceAll(".*0\\.0\\.0\\.0:(\\d+)  .*", "$1"));
      String token = told.replaceAll(".*: ", "");
      assertThat(token).matches("[0-9a-f]{32}");
      assertThat(status(port, null)).isEqualTo(401);
      assertThat(status(port, token)).isEqualTo(200);
    } finally {
      process.destroy();
    }
    assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
    assertThat(process.exitValue()).as("SIGTERM").isEqualTo(143);
  }

  private static int status(int port, @Nullable String token)
      throws IOException, InterruptedException {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/v1/status"));
    if (token != null) {
      request.header("Authorization", "Bearer " + token);
    }
    return HttpClient.newHttpClient()
        .send(request.build(), HttpResponse.BodyHandlers.discarding())
        .statusCode();
  }

  /** When a frame's answer came, and where in the session the frame stands. */
  private record Answered(long nanos, double sessionTime) {}

  /**
   * Answers, and how long before a crash an answered frame must be stored: a second, and twice as
   * long as this machine made the server pause.
   */
  private record Run(List<Answered> answers, long nanosToStore) {}

  /** Sends frames for at least four times as long as storing them may take. */
  private static Run answers(Socket socket) {
    List<Answered> answers = new ArrayList<>();
    long begin = System.nanoTime();
    long last = begin;
    long toStore = 1_000_000_000L;
    while (last - begin < 4 * toStore) {
      assertThat(last - begin).as("nanoseconds for frames").isLessThan(THREE_MINUTES);
      socket.send((last - begin) / 1e9, TestClient.photo(1));
      double sessionTime = socket.next("frame").get("session_time").asDouble();
      long now = System.nanoTime();
      toStore = Math.max(toStore, 1_000_000_000L + 2 * (now - last));
      last = now;
      answers.add(new Answered(now, sessionTime));
    }
    return new Run(answers, toStore);
  }

  private record Served(Process process, int port, Path errorFile) {
    String errors() throws IOException {
      return Files.readString(errorFile);
    }
  }

  private Served serve(Path store) throws IOException {
    Path errors = Files.createTempFile(folder, "serve", ".err");
    Process process =
        CommandRun.start(
                folder,
                new ArrayList<>(List.of("serve", "--port", "0", "--store", store.toString())))
            .redirectError(errors.toFile())
            .start();
    BufferedReader out =
        new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
    String line = String.valueOf(out.readLine());
    assertThat(line).as(Files.readString(errors)).startsWith("Mien listens on http://127.0.0.1:");
    return new Served(
        process, Integer.parseInt(line.replaceAll(".*127.0.0.1:(\\d+)  .*", "$1")), errors);
  }
}
