package dev.mien.app.server;

import dev.mien.event.ExpressionEvent;
import dev.mien.output.ResultJson;
import io.javalin.http.sse.SseClient;
import java.util.Set;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Tells listeners of server-sent events what began or ended in any stream. A listener who does not
 * listen loses events rather than holding up the others. Thread-safe.
 */
final class EventHub implements AutoCloseable {
  private static final int WAITING = 256;
  private static final int SIGN_OF_LIFE_SECONDS = 15;

  private final Set<Listener> listeners = ConcurrentHashMap.newKeySet();
  private volatile boolean closed;

  private record Listener(@Nullable String stream, BlockingQueue<String> queue) {}

  /** Sends an event to those who listen to its stream or to all streams. */
  void publish(String stream, ExpressionEvent event) {
    String line = ResultJson.line(stream, event);
    for (Listener listener : listeners) {
      if (listener.stream() == null || listener.stream().equals(stream)) {
        listener.queue().offer(line);
      }
    }
  }

  /** Serves one listener until it goes; blocks. */
  void serve(SseClient client, Caller caller, @Nullable String stream) {
    Listener listener = new Listener(stream, new ArrayBlockingQueue<>(WAITING));
    listeners.add(listener);
    try {
      client.sendComment("listening");
      int silent = 0;
      while (!closed && !client.terminated() && !caller.gone().getAsBoolean()) {
        String line = listener.queue().poll(1, TimeUnit.SECONDS);
        silent = line == null ? silent + 1 : 0;
        if (line != null) {
          client.sendEvent("expression", line);
        } else if (silent % SIGN_OF_LIFE_SECONDS == 0) {
          client.sendComment("alive");
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      listeners.remove(listener);
      client.close();
    }
  }

  @Override
  public void close() {
    closed = true;
  }
}
