package dev.mien.app.server;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.mien.StreamOptions;
import dev.mien.app.session.SessionException;
import dev.mien.app.session.SessionRecorder;
import dev.mien.event.EventRule;
import dev.mien.event.EventRules;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One web cam behind a WebSocket. Of the frames that come while one is being read only the latest
 * is kept; the next is begun when the answer is on its way, so a client that reads slowly is served
 * slowly and holds up nobody. Thread-safe.
 */
final class LiveStream {
  private static final Logger LOG = LoggerFactory.getLogger(LiveStream.class);
  private static final ObjectMapper MAPPER = new ObjectMapper();
  private static final int TIME_BYTES = 8;
  private static final int MOST_CHANGES = 16;

  /** So long nothing must have come from a client that was too fast before it is sent away. */
  private static final long QUIET_NANOS = 100_000_000L;

  /** After so long it is sent away in the middle of what it sends. */
  private static final long LONGEST_FLOOD_NANOS = 2_000_000_000L;

  private final String id;
  private final String address;
  private final Services services;
  private final Outbox outbox;
  private final boolean clientClock;
  private volatile boolean attention;
  private final long opened = System.nanoTime();
  private final TokenBucket rate;

  // Guarded by this.
  private final List<Runnable> changes = new ArrayList<>();
  private @Nullable Future<?> reading;
  private @Nullable Arrival pending;
  private boolean busy;
  private boolean closed;
  private long received;
  private long dropped;
  private long lastMessage;
  private long tooFastSince;
  private boolean tooFast;

  // Only touched by the one piece of work that is under way, or under the lock while none is.
  private final FrameSequence frames;
  private volatile @Nullable SessionRecorder recorder;
  private boolean interrupted;

  private record Arrival(long number, long nanos, byte[] message) {}

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
    rate =
        new TokenBucket(
            services.limits().framesPerSecond(), 2.0 * services.limits().framesPerSecond(), opened);
    frames = new FrameSequence(id, services, options);
    outbox.send(
        StreamMessages.hello(id, services.mien().model().name(), services.limits()), () -> {});
  }

  /** A frame came. */
  void onBinary(ByteBuffer data) {
    byte[] message = new byte[data.remaining()];
    data.get(message);
    if (mayPass()) {
      synchronized (this) {
        received++;
        if (pending != null) {
          dropped++;
          services.metrics().drop();
        }
        pending = closed ? null : new Arrival(received, System.nanoTime(), message);
      }
      next();
    }
  }

  /**
   * Whether a message may be looked at: texts cost as much as frames. Of a client that was too fast
   * nothing is looked at any more.
   */
  private synchronized boolean mayPass() {
    lastMessage = System.nanoTime();
    if (!tooFast && !rate.take(lastMessage)) {
      tooFast = true;
      tooFastSince = lastMessage;
    }
    return !tooFast;
  }

  /**
   * Sends away a client that was too fast, once it has stopped sending: a connection that is closed
   * while data is on its way is reset, and the reason is lost with it.
   */
  void tick(long now) {
    boolean due;
    synchronized (this) {
      due =
          tooFast && (now - lastMessage > QUIET_NANOS || now - tooFastSince > LONGEST_FLOOD_NANOS);
    }
    if (due) {
      outbox.close(
          1008, "more than %d frames a second".formatted(services.limits().framesPerSecond()));
    }
  }

  private void next() {
    Arrival arrival;
    synchronized (this) {
      if (busy || closed || pending == null) {
        return;
      }
      busy = true;
      arrival = pending;
      pending = null;
    }
    Future<?> task = services.work().offer(address, () -> read(arrival));
    synchronized (this) {
      reading = task;
      if (task == null) {
        dropped++;
      }
    }
    if (task == null) {
      services.metrics().drop();
      answer(StreamMessages.error(services.work().busy(), arrival.number()));
    }
  }

  private void answer(String text) {
    outbox.send(
        text,
        () -> {
          synchronized (this) {
            busy = false;
            changes.forEach(Runnable::run);
            changes.clear();
          }
          next();
        });
  }

  private void read(Arrival arrival) {
    String text;
    try {
      text = frame(arrival);
    } catch (Problem e) {
      text = StreamMessages.error(e, arrival.number());
    } catch (RuntimeException | Error e) {
      LOG.error("a frame could not be analysed", e);
      text = StreamMessages.error(Problem.internal(), arrival.number());
    }
    answer(text);
  }

  private String frame(Arrival arrival) {
    int start = clientClock ? TIME_BYTES : 0;
    if (arrival.message().length <= start) {
      throw Problem.badRequest("a frame is an image, after eight bytes of time if clock=client");
    }
    Duration time =
        clientClock
            ? clientTime(ByteBuffer.wrap(arrival.message()).getDouble())
            : Duration.ofNanos(arrival.nanos() - opened);
    byte[] image = Arrays.copyOfRange(arrival.message(), start, arrival.message().length);
    FrameSequence.Reading reading = frames.read(image, time);
    Duration sessionTime = record(reading);
    frames.publish(reading, arrival.nanos());
    long missed;
    synchronized (this) {
      missed = dropped;
    }
    double milliseconds = (System.nanoTime() - arrival.nanos()) / 1e6;
    return StreamMessages.frame(
        id, arrival.number(), missed, milliseconds, sessionTime, attention, reading);
  }

  private static Duration clientTime(double seconds) {
    if (!(seconds >= 0 && seconds < 1e9)) {
      throw Problem.badRequest("a frame's time is in seconds from 0 to a billion");
    }
    return Duration.ofNanos(Math.round(seconds * 1e9));
  }

  private @Nullable Duration record(FrameSequence.Reading reading) {
    SessionRecorder writing = recorder;
    if (writing == null) {
      return null;
    }
    if (!services.sessions().isWriting(writing)) {
      recorder = null;
      tell(StreamMessages.session(null)); // Ended, deleted or taken over.
      return null;
    }
    try {
      Duration time = writing.add(reading.result(), reading.events());
      if (interrupted) {
        interrupted = false;
        tell(StreamMessages.session(writing.id()));
      }
      return time;
    } catch (SessionException e) {
      notRecorded(e);
      return null;
    }
  }

  /** The client is told once; when the store takes frames again, it is told of that. */
  private void notRecorded(SessionException e) {
    if (e.reason() != SessionException.Reason.STORE) {
      detach();
      tell(StreamMessages.session(null, String.valueOf(e.getMessage())));
    } else if (!interrupted) {
      interrupted = true;
      tell(StreamMessages.session(null, String.valueOf(e.getMessage())));
    }
  }

  /** A control message came: another session, other rules, a reset. */
  void onText(String message) {
    if (!mayPass()) {
      return;
    }
    try {
      JsonNode json = MAPPER.readTree(message);
      switch (json.path("type").asText()) {
        case "session" -> attach(json.path("session"));
        case "rules" -> rules(json.path("rules").asText());
        case "attention" -> attention = json.path("on").asBoolean();
        case "reset" -> reset();
        default ->
            throw Problem.badRequest("a message's type is session, rules, attention or reset");
      }
    } catch (JsonProcessingException e) {
      tell(StreamMessages.error(Problem.badRequest("the message is not JSON"), 0));
    } catch (Problem e) {
      tell(StreamMessages.error(e, 0));
    } catch (SessionException e) {
      tell(StreamMessages.error(Problem.of(e), 0));
    } catch (RuntimeException | Error e) {
      LOG.error("a client's settings could not be applied", e);
      tell(StreamMessages.error(Problem.internal(), 0));
    }
  }

  private void tell(String text) {
    outbox.send(text, () -> {});
  }

  private void attach(JsonNode session) {
    detach();
    interrupted = false;
    if (!session.isTextual()) {
      tell(StreamMessages.session(null));
      return;
    }
    SessionRecorder writing = services.sessions().write(session.asText());
    boolean tooLate;
    synchronized (this) {
      tooLate = closed;
      recorder = closed ? null : writing;
    }
    if (tooLate) {
      services.sessions().release(writing);
    }
    tell(StreamMessages.session(session.asText()));
  }

  private void detach() {
    SessionRecorder writing = recorder;
    recorder = null;
    if (writing != null) {
      services.sessions().release(writing);
    }
  }

  private void rules(String text) {
    List<EventRule> rules;
    try {
      rules = EventRules.parse(text);
    } catch (IllegalArgumentException e) {
      throw Problem.invalidRules(String.valueOf(e.getMessage()));
    }
    whileIdle(
        () -> {
          frames.use(rules);
          tell(StreamMessages.rules(rules.size()));
        });
  }

  private void reset() {
    whileIdle(
        () -> {
          frames.restart();
          tell(StreamMessages.reset());
        });
  }

  /** Does something now, or between this frame and the next; nobody waits for that. */
  private synchronized void whileIdle(Runnable change) {
    if (!busy) {
      change.run();
    } else if (changes.size() < MOST_CHANGES) {
      changes.add(change);
    } else {
      throw Problem.busy("too many changes are waiting for the frame that is being read");
    }
  }

  /** The client is gone, or is sent away. */
  void close() {
    synchronized (this) {
      closed = true;
      pending = null;
      changes.clear();
      if (reading != null) {
        reading.cancel(true);
      }
    }
    detach();
  }

  /** Tells the client that the server stops. */
  void shutDown() {
    outbox.close(1001, "the server is stopping");
  }

  String id() {
    return id;
  }
}
