package dev.mien.app.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.javalin.Javalin;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import org.junit.jupiter.api.Test;

final class StreamedBodyTest {
  private static final int LENGTH = 200_000;

  private static HttpResponse<byte[]> get(Javalin app, String path) throws Exception {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + app.port() + path)).build();
    return HttpClient.newHttpClient().send(request, BodyHandlers.ofByteArray());
  }

  @Test
  void breakOff_midway_isNoWholeAnswer() throws Exception {
    Javalin app =
        Javalin.create(
                config -> {
                  config.routes.get("/whole", context -> half(new StreamedBody(context)));
                  config.routes.get(
                      "/half",
                      context -> {
                        StreamedBody body = new StreamedBody(context);
                        half(body);
                        body.breakOff(new IOException("the disk failed"));
                      });
                })
            .start("127.0.0.1", 0);
    try {
      assertThat(get(app, "/whole").body()).hasSize(LENGTH);
      assertThatThrownBy(() -> get(app, "/half")).isInstanceOf(IOException.class);
    } finally {
      app.stop();
    }
  }

  private static void half(StreamedBody body) throws IOException {
    assertThat(body.isBegun()).isFalse();
    body.write(new byte[LENGTH], 0, LENGTH);
    assertThat(body.isBegun()).isTrue();
  }
}
