package dev.mien.app.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.IntSupplier;
import org.jspecify.annotations.Nullable;

/** A real client of a real server. Every answer is checked against the OpenAPI description. */
public final class TestClient {
  static {
    // Tests pretend to be pages of other hosts.
    System.setProperty("jdk.httpclient.allowRestrictedHeaders", "host,origin,content-length");
  }

  private static final ObjectMapper MAPPER = new ObjectMapper();

  private final HttpClient http = HttpClient.newHttpClient();
  private final IntSupplier port;
  private final Map<String, String> headers = new LinkedHashMap<>();

  public TestClient(int port) {
    this(() -> port);
  }

  /**
   * @param port of a server that need not be there before the first request
   */
  TestClient(IntSupplier port) {
    this.port = port;
  }

  /** The same client with one more header on every request. */
  TestClient with(String name, String value) {
    TestClient other = new TestClient(port);
    other.headers.putAll(headers);
    other.headers.put(name, value);
    return other;
  }

  /** A sample photo's bytes. */
  public static byte[] photo(int number) {
    try {
      return Files.readAllBytes(Path.of("..", "samples", "sample" + number + ".jpg"));
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  /** What came back. */
  public record Answer(int status, Map<String, String> headers, byte[] body) {
    String text() {
      return new String(body, StandardCharsets.UTF_8);
    }

    public JsonNode json() {
      try {
        return MAPPER.readTree(body);
      } catch (IOException e) {
        throw new IllegalStateException("not JSON: " + text(), e);
      }
    }

    String header(String name) {
      return headers.getOrDefault(name.toLowerCase(Locale.ROOT), "");
    }
  }

  /** Asserts that an answer is one sentence about what was wrong, which contains a text. */
  static void problem(Answer answer, int status, String text) {
    assertThat(answer.status()).as(answer.text()).isEqualTo(status);
    assertThat(answer.header("Content-Type")).startsWith("application/problem+json");
    assertThat(answer.json().get("status").asInt()).isEqualTo(status);
    assertThat(answer.json().get("title").asText()).isNotEmpty();
    assertThat(answer.json().get("detail").asText()).contains(text);
  }

  public Answer get(String path) {
    return send("GET", path, BodyPublishers.noBody(), "");
  }

  public Answer post(String path, byte[] body, String type) {
    return send("POST", path, BodyPublishers.ofByteArray(body), type);
  }

  public Answer json(String method, String path, String body) {
    return send(method, path, BodyPublishers.ofString(body), "application/json");
  }

  Answer send(String method, String path, HttpRequest.BodyPublisher body, String type) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port.getAsInt() + path))
            .timeout(Duration.ofSeconds(60))
            .method(method, body);
    if (!type.isEmpty()) {
      request.header("Content-Type", type);
    }
    headers.forEach(request::header);
    try {
      HttpResponse<byte[]> response = exchange(request.build());
      Map<String, String> received = new LinkedHashMap<>();
      response
          .headers()
          .map()
          .forEach(
              (name, values) ->
                  received.put(name.toLowerCase(Locale.ROOT), String.join(", ", values)));
      Answer answer = new Answer(response.statusCode(), received, response.body());
      OpenApiContract.check(method, path, answer);
      return answer;
    } catch (IOException | InterruptedException e) {
      throw new IllegalStateException(method + " " + path + ": " + e, e);
    }
  }

  /**
   * A refusal that overtakes the rest of the body may be lost with the connection, as RFC 9112, 9.6
   * describes: then the request is sent once more, as browsers do.
   */
  private HttpResponse<byte[]> exchange(HttpRequest request)
      throws IOException, InterruptedException {
    try {
      return http.send(request, BodyHandlers.ofByteArray());
    } catch (IOException e) {
      if (!String.valueOf(e.getMessage()).contains("received no bytes")) {
        throw e;
      }
      return http.send(request, BodyHandlers.ofByteArray());
    }
  }

  /** A form with files. */
  Answer form(String path, Map<String, byte[]> files) {
    String boundary = "mien-test-boundary";
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    files.forEach(
        (name, bytes) -> {
          body.writeBytes(
              """
              --%s
              Content-Disposition: form-data; name="images"; filename="%s"
              Content-Type: application/octet-stream

              """
                  .replace("\n", "\r\n")
                  .formatted(boundary, name)
                  .getBytes(StandardCharsets.UTF_8));
          body.writeBytes(bytes);
          body.writeBytes("\r\n".getBytes(StandardCharsets.UTF_8));
        });
    body.writeBytes(("--" + boundary + "--\r\n").getBytes(StandardCharsets.UTF_8));
    return post(path, body.toByteArray(), "multipart/form-data; boundary=" + boundary);
  }

  /** Opens a WebSocket; the future fails if the server refuses. */
  public CompletableFuture<Socket> open(String query) {
    Socket socket = new Socket();
    WebSocket.Builder builder = http.newWebSocketBuilder();
    headers.forEach(builder::header);
    return builder
        .buildAsync(URI.create("ws://127.0.0.1:" + port.getAsInt() + "/v1/stream" + query), socket)
        .thenApply(
            opened -> {
              socket.webSocket = opened;
              return socket;
            });
  }

  /** A WebSocket whose messages wait to be taken. */
  public static final class Socket implements WebSocket.Listener {
    private final StringBuilder text = new StringBuilder();
    private final BlockingQueue<JsonNode> messages = new LinkedBlockingQueue<>();
    private final CompletableFuture<Integer> closed = new CompletableFuture<>();
    private @Nullable WebSocket webSocket;

    @Override
    public @Nullable CompletionStage<?> onText(WebSocket socket, CharSequence data, boolean last) {
      text.append(data);
      if (last) {
        try {
          messages.add(MAPPER.readTree(text.toString()));
        } catch (IOException e) {
          throw new IllegalStateException(e);
        }
        text.setLength(0);
      }
      socket.request(1);
      return null;
    }

    @Override
    public @Nullable CompletionStage<?> onClose(WebSocket socket, int code, String reason) {
      closed.complete(code);
      return null;
    }

    @Override
    public void onError(WebSocket socket, Throwable error) {
      closed.complete(-1);
    }

    private WebSocket socket() {
      return Objects.requireNonNull(webSocket, "it is not open yet");
    }

    public void send(byte[] frame) {
      socket().sendBinary(ByteBuffer.wrap(frame), true).join();
    }

    /** Sends a frame with its time, for {@code clock=client}. */
    public void send(double time, byte[] frame) {
      send(ByteBuffer.allocate(8 + frame.length).putDouble(time).put(frame).array());
    }

    public void tell(String message) {
      socket().sendText(message, true).join();
    }

    /** The next message of a type, or one of several; others are passed over. */
    public JsonNode next(String... types) {
      try {
        for (JsonNode message = messages.poll(20, TimeUnit.SECONDS);
            message != null;
            message = messages.poll(20, TimeUnit.SECONDS)) {
          if (List.of(types).contains(message.path("type").asText())) {
            return message;
          }
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
      throw new IllegalStateException("no message of type " + String.join(" or ", types) + " came");
    }

    int waiting() {
      return messages.size();
    }

    /** The code with which the server closed the connection. */
    int closeCode() {
      return closed.orTimeout(20, TimeUnit.SECONDS).join();
    }

    public void close() {
      socket().sendClose(WebSocket.NORMAL_CLOSURE, "").join();
    }
  }
}
