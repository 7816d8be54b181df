package dev.mien.app.server;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.mien.StreamOptions;
import dev.mien.app.session.SessionException;
import dev.mien.event.EventRule;
import dev.mien.event.EventRules;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One web cam behind a WebSocket: frames and settings come in, an answer to each goes out. A frame
 * is analysed when the answer to the one before it is on its way, so a client that reads slowly is
 * served slowly and holds up nobody. Thread-safe.
 */
final class LiveStream {
  private static final Logger LOG = LoggerFactory.getLogger(LiveStream.class);
  private static final ObjectMapper MAPPER = new ObjectMapper();
  private static final int TIME_BYTES = 8;

  private final String id;
  private final String address;
  private final Services services;
  private final Outbox outbox;
  private final boolean clientClock;
  private final long opened = System.nanoTime();
  private final LatestFrame latest = new LatestFrame();
  private final MessageRate rate;
  private final StreamRecording recording;
  private final FrameSequence frames; // Read from by one frame at a time.
  private volatile boolean attention;
  private boolean closed; // Guarded by this, as the next one is.
  private @Nullable Future<?> analysis;

  LiveStream(
      String id,
      String address,
      Services services,
      Outbox outbox,
      StreamOptions options,
      boolean clientClock,
      boolean attention) {
    this.id = id;
    this.address = address;
    this.services = services;
    this.outbox = outbox;
    this.clientClock = clientClock;
    this.attention = attention;
    rate = new MessageRate(services.limits().framesPerSecond(), opened);
    recording = new StreamRecording(services.sessions(), this::send);
    frames = new FrameSequence(id, services, options, recording);
    send(
        StreamMessages.hello(
            id, services.mien().model().name(), services.rules().size(), services.limits()));
  }

  /** Takes a frame. */
  void onBinary(ByteBuffer data) {
    byte[] message = new byte[data.remaining()];
    data.get(message);
    long now = System.nanoTime();
    if (rate.accept(now)) {
      if (latest.put(message, now)) {
        services.metrics().drop();
      }
      next();
    }
  }

  /** Disconnects a client that sent too much. */
  void tick(long now) {
    if (rate.isDue(now)) {
      outbox.close(
          1008, "more than %d frames a second".formatted(services.limits().framesPerSecond()));
    }
  }

  private void next() {
    LatestFrame.Arrival arrival = latest.take();
    if (arrival == null) {
      return;
    }
    Future<?> task = services.work().offer(address, () -> analyze(arrival));
    if (task == null) {
      latest.drop();
      services.metrics().drop();
      answer(StreamMessages.error(services.work().busy(), arrival.number()));
      return;
    }
    synchronized (this) {
      analysis = task;
      if (closed) {
        task.cancel(true);
      }
    }
  }

  private void answer(String text) {
    outbox.send(
        text,
        () -> {
          latest.answered();
          next();
        });
  }

  private void analyze(LatestFrame.Arrival arrival) {
    String text;
    try {
      text = result(arrival);
    } catch (Problem e) {
      text = StreamMessages.error(e, arrival.number());
    } catch (RuntimeException | Error e) {
      LOG.error("a frame could not be analysed", e);
      text = StreamMessages.error(Problem.internal(), arrival.number());
    }
    answer(text);
  }

  private String result(LatestFrame.Arrival arrival) {
    int start = clientClock ? TIME_BYTES : 0;
    if (arrival.message().length <= start) {
      throw Problem.badRequest("a frame is an image, after eight bytes of time if clock=client");
    }
    Duration time =
        clientClock
            ? clientTime(ByteBuffer.wrap(arrival.message()).getDouble())
            : Duration.ofNanos(arrival.nanos() - opened);
    byte[] image = Arrays.copyOfRange(arrival.message(), start, arrival.message().length);
    FrameSequence.Reading reading = frames.read(image, time, arrival.nanos());
    double milliseconds = (System.nanoTime() - arrival.nanos()) / 1e6;
    return StreamMessages.frame(
        id, arrival.number(), latest.dropped(), milliseconds, attention, reading);
  }

  private static Duration clientTime(double seconds) {
    if (!(seconds >= 0 && seconds < 1e9)) {
      throw Problem.badRequest("a frame's time is in seconds from 0 to a billion");
    }
    return Duration.ofNanos(Math.round(seconds * 1e9));
  }

  /** Takes a control message: another session, other rules, attention maps or not, a reset. */
  void onText(String message) {
    if (!rate.accept(System.nanoTime())) {
      return;
    }
    try {
      JsonNode json = MAPPER.readTree(message);
      switch (json.path("type").asText()) {
        case "session" -> recording.attach(json.path("session").textValue());
        case "rules" -> use(rules(json.path("rules").asText()));
        case "attention" -> attention = json.path("on").asBoolean();
        case "reset" -> reset();
        default ->
            throw Problem.badRequest("a message's type is session, rules, attention or reset");
      }
    } catch (JsonProcessingException e) {
      send(StreamMessages.error(Problem.badRequest("the message is not JSON"), 0));
    } catch (Problem e) {
      send(StreamMessages.error(e, 0));
    } catch (SessionException e) {
      send(StreamMessages.error(Problem.of(e), 0));
    } catch (RuntimeException | Error e) {
      LOG.error("a client's settings could not be applied", e);
      send(StreamMessages.error(Problem.internal(), 0));
    }
  }

  private static List<EventRule> rules(String text) {
    try {
      return EventRules.parse(text);
    } catch (IllegalArgumentException e) {
      throw Problem.invalidRules(String.valueOf(e.getMessage()));
    }
  }

  private void use(List<EventRule> rules) {
    change(
        () -> {
          frames.use(rules);
          send(StreamMessages.rules(rules.size()));
        });
  }

  private void reset() {
    change(
        () -> {
          frames.restart();
          send(StreamMessages.reset());
        });
  }

  private void change(Runnable change) {
    if (!latest.change(change)) {
      throw Problem.busy("too many changes are waiting for the frame that is being read");
    }
  }

  private void send(String text) {
    outbox.send(text, () -> {});
  }

  /** The client is gone, or is disconnected. */
  void close() {
    latest.close();
    synchronized (this) {
      closed = true;
      if (analysis != null) {
        analysis.cancel(true);
      }
    }
    frames.close();
    recording.close();
  }

  /** Tells the client that the server stops. */
  void shutDown() {
    outbox.close(1001, "the server is stopping");
  }

  String id() {
    return id;
  }
}
