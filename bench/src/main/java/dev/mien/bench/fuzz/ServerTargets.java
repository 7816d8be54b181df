package dev.mien.bench.fuzz;

import dev.mien.app.server.Limits;
import dev.mien.app.server.MienServer;
import dev.mien.app.server.ServerOptions;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import javax.imageio.ImageIO;

/** What the server reads: forms, session JSON, texts and frames of WebSockets. */
final class ServerTargets {
  private static final String BOUNDARY = "fuzz-boundary";

  /** No rate is in the way. */
  private static final Limits LIMITS =
      new Limits(4 << 20, 2_000_000, 64, 4 << 20, 1_000_000, 10_000_000, 64, 64);

  private ServerTargets() {}

  static List<FuzzTarget> all() {
    return List.of(
        new Posts("multipart", "POST", "/v1/analyze", "multipart/form-data; boundary=" + BOUNDARY),
        new Posts("session-json", "POST", "/v1/sessions", "application/json"),
        new Messages("ws-text", true),
        new Messages("ws-frame", false));
  }

  private static byte[] photo() throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ImageIO.write(new BufferedImage(96, 96, BufferedImage.TYPE_INT_RGB), "jpg", out);
    return out.toByteArray();
  }

  private abstract static class ServerTarget implements FuzzTarget {
    private final String name;
    private Path folder;
    private MienServer server;

    ServerTarget(String name) {
      this.name = name;
    }

    @Override
    public String name() {
      return name;
    }

    abstract List<byte[]> proper() throws IOException;

    @Override
    public List<byte[]> seeds() throws IOException {
      List<byte[]> seeds = new ArrayList<>(proper());
      seeds.addAll(Corpus.of(name));
      return seeds;
    }

    @Override
    public void prepare() throws IOException {
      port();
    }

    int port() throws IOException {
      if (server == null) {
        folder = Files.createTempDirectory("mien-fuzz");
        server =
            MienServer.start(
                ServerOptions.local(folder.resolve("sessions.db").toString()).withLimits(LIMITS));
      }
      return server.port();
    }

    @Override
    public void close() {
      if (server != null) {
        server.close();
        try (var files = Files.list(folder)) {
          for (Path file : files.toList()) {
            Files.delete(file);
          }
          Files.delete(folder);
        } catch (IOException e) {
          System.err.println("left behind: " + folder);
        }
      }
    }
  }

  private static final class Posts extends ServerTarget {
    private final HttpClient http = HttpClient.newHttpClient();
    private final String method;
    private final String path;
    private final String type;

    Posts(String name, String method, String path, String type) {
      super(name);
      this.method = method;
      this.path = path;
      this.type = type;
    }

    @Override
    List<byte[]> proper() throws IOException {
      if (!type.startsWith("multipart")) {
        return List.of(
            "{\"name\":\"a\",\"source\":\"b\",\"images\":true}".getBytes(StandardCharsets.UTF_8));
      }
      ByteArrayOutputStream form = new ByteArrayOutputStream();
      for (int i = 0; i < 2; i++) {
        form.writeBytes(
            ("--"
                    + BOUNDARY
                    + "\r\nContent-Disposition: form-data; name=\"images\"; filename=\""
                    + i
                    + ".jpg\"\r\nContent-Type: image/jpeg\r\n\r\n")
                .getBytes(StandardCharsets.UTF_8));
        form.writeBytes(photo());
        form.writeBytes("\r\n".getBytes(StandardCharsets.UTF_8));
      }
      form.writeBytes(("--" + BOUNDARY + "--\r\n").getBytes(StandardCharsets.UTF_8));
      return List.of(form.toByteArray());
    }

    @Override
    public boolean read(byte[] input) throws IOException, InterruptedException {
      HttpRequest request =
          HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port() + path))
              .timeout(Duration.ofSeconds(Fuzz.LONGEST_SECONDS))
              .header("Content-Type", type)
              .method(method, BodyPublishers.ofByteArray(input))
              .build();
      int status = http.send(request, BodyHandlers.discarding()).statusCode();
      if (status >= 500) {
        throw new IllegalStateException("status " + status);
      }
      return status < 300;
    }
  }

  private static final class Messages extends ServerTarget {
    private final boolean texts;
    private Conversation conversation;
    private double time;

    Messages(String name, boolean texts) {
      super(name);
      this.texts = texts;
    }

    @Override
    List<byte[]> proper() throws IOException {
      if (!texts) {
        return List.of(photo());
      }
      List<byte[]> messages = new ArrayList<>();
      for (String message :
          new String[] {
            "{\"type\":\"rules\",\"rules\":\"x: anger > 0.5 for 1s\"}",
            "{\"type\":\"session\",\"session\":\"0123456789abcdef\"}",
            "{\"type\":\"attention\",\"on\":true}",
            "{\"type\":\"reset\"}"
          }) {
        messages.add(message.getBytes(StandardCharsets.UTF_8));
      }
      return messages;
    }

    @Override
    public boolean read(byte[] input) throws IOException, InterruptedException {
      if (conversation == null || conversation.isOver()) {
        conversation = Conversation.open("ws://127.0.0.1:" + port() + "/v1/stream?clock=client");
      }
      if (texts) {
        String text = new String(input, StandardCharsets.ISO_8859_1);
        conversation.tell(text.substring(0, Math.min(30_000, text.length())));
        conversation.tell("{\"type\":\"reset\"}");
        return conversation.await("reset", "closed").indexOf("\"status\":500") < 0;
      }
      time += 0.1;
      conversation.send(ByteBuffer.allocate(8 + input.length).putDouble(time).put(input).flip());
      String answer = conversation.await("frame", "error");
      if (answer.contains("\"status\":500")) {
        throw new IllegalStateException(answer);
      }
      return answer.startsWith("{\"type\":\"frame\"");
    }
  }
}
