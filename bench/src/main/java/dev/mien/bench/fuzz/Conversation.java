package dev.mien.bench.fuzz;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** A WebSocket whose messages wait to be taken. */
final class Conversation implements WebSocket.Listener {
  private static final HttpClient HTTP = HttpClient.newHttpClient();

  private final StringBuilder text = new StringBuilder();
  private final BlockingQueue<String> messages = new LinkedBlockingQueue<>();
  private WebSocket socket;
  private volatile boolean over;

  private Conversation() {}

  static Conversation open(String address) {
    Conversation conversation = new Conversation();
    conversation.socket =
        HTTP.newWebSocketBuilder().buildAsync(URI.create(address), conversation).join();
    return conversation;
  }

  boolean isOver() {
    return over;
  }

  void tell(String message) {
    socket.sendText(message, true).join();
  }

  void send(ByteBuffer message) {
    socket.sendBinary(message, true).join();
  }

  /** The next message of one of these types; an error of the server is a find. */
  String await(String... types) throws InterruptedException {
    while (true) {
      String message = messages.poll(Fuzz.LONGEST_SECONDS, TimeUnit.SECONDS);
      if (message == null) {
        throw new IllegalStateException("no answer");
      }
      if (message.contains("\"status\":500")) {
        throw new IllegalStateException(message);
      }
      if (List.of(types).stream().anyMatch(t -> message.startsWith("{\"type\":\"" + t + "\""))) {
        return message;
      }
    }
  }

  @Override
  public CompletionStage<?> onText(WebSocket webSocket, CharSequence data, boolean last) {
    text.append(data);
    if (last) {
      messages.add(text.toString());
      text.setLength(0);
    }
    webSocket.request(1);
    return null;
  }

  @Override
  public CompletionStage<?> onClose(WebSocket webSocket, int code, String reason) {
    over = true;
    messages.add("{\"type\":\"closed\",\"code\":" + code + ",\"reason\":\"" + reason + "\"}");
    return null;
  }

  @Override
  public void onError(WebSocket webSocket, Throwable error) {
    over = true;
    messages.add("{\"type\":\"closed\",\"reason\":\"" + error + "\"}");
  }
}
