package dev.mien.app.server;

import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.eclipse.jetty.websocket.api.Callback;
import org.eclipse.jetty.websocket.api.Session;

/**
 * What is on its way to one client. A client that does not read what it is sent is disconnected
 * before its answers fill the memory. Thread-safe.
 */
final class Outbox {
  private static final long MOST_WAITING_BYTES = 1 << 20;
  private static final int POLICY = 1008;

  private final Session session;
  private final AtomicLong waiting = new AtomicLong();
  private final AtomicBoolean closing = new AtomicBoolean();

  Outbox(Session session) {
    this.session = session;
  }

  /** Sends a text; {@code sent} is called when the next may follow. */
  void send(String text, Runnable sent) {
    if (closing.get() || !session.isOpen()) {
      return;
    }
    long bytes = text.getBytes(StandardCharsets.UTF_8).length;
    if (waiting.addAndGet(bytes) > MOST_WAITING_BYTES && waiting.get() > bytes) {
      disconnect();
      return;
    }
    session.sendText(
        text,
        Callback.from(
            () -> {
              waiting.addAndGet(-bytes);
              sent.run();
            },
            failure -> waiting.addAndGet(-bytes)));
  }

  /** Ends the connection; the client receives the reason if it still reads. */
  void close(int code, String reason) {
    if (!closing.getAndSet(true)) {
      session.close(code, reason, Callback.NOOP);
    }
  }

  /** Nothing that is sent now would come before what is not read. */
  private void disconnect() {
    close(POLICY, "answers are not read");
    session.disconnect();
  }
}
