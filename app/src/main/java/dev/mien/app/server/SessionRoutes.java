package dev.mien.app.server;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.mien.app.session.NewSession;
import dev.mien.app.session.Recording;
import dev.mien.app.session.SessionInfo;
import dev.mien.app.session.SessionStore;
import dev.mien.app.session.TimeRange;
import dev.mien.app.session.analysis.Comparison;
import dev.mien.app.session.report.SessionCsv;
import dev.mien.app.session.report.SessionJson;
import dev.mien.app.session.report.SessionReport;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/** Sessions and what can be read of them: everything below {@code /v1/sessions}. */
final class SessionRoutes {
  private static final ObjectMapper MAPPER = new ObjectMapper();
  private static final double MOST_SECONDS = 1e9;
  private static final int LOADS_AT_ONCE = 2;
  private static final int PATIENCE_SECONDS = 5;

  private final Sessions sessions;
  private final FrameRecording appending;
  private final Uploads uploads;
  private final String model;
  private final Semaphore loads = new Semaphore(LOADS_AT_ONCE);

  SessionRoutes(Sessions sessions, FrameRecording appending, Uploads uploads, String model) {
    this.sessions = sessions;
    this.appending = appending;
    this.uploads = uploads;
    this.model = model;
  }

  void register(RoutesConfig routes) {
    routes.get("/v1/sessions", this::list);
    routes.post("/v1/sessions", this::start);
    routes.get("/v1/sessions/{id}", this::analysis);
    routes.delete("/v1/sessions/{id}", this::delete);
    routes.post("/v1/sessions/{id}/frames", this::append);
    routes.post("/v1/sessions/{id}/end", this::end);
    routes.put("/v1/sessions/{id}/baseline", this::calibrate);
    routes.get("/v1/sessions/{id}/report", this::report);
    routes.get("/v1/sessions/{id}/observations.csv", this::observations);
    routes.get("/v1/comparison", this::compare);
  }

  private void list(Context context) {
    json(context, SessionJson.list(store().list(), Instant.now()).toString());
  }

  private void start(Context context) {
    JsonNode body = body(context);
    SessionInfo info;
    try {
      info =
          store()
              .begin(
                  new NewSession(
                      body.path("name").asText("").strip(),
                      body.path("source").asText("server"),
                      model,
                      body.path("images").asBoolean(false)));
    } catch (IllegalArgumentException e) {
      throw Problem.badRequest(String.valueOf(e.getMessage()));
    }
    context.status(201);
    context.header("Location", "/v1/sessions/" + info.id());
    json(context, SessionJson.info(info, Instant.now()).toString());
  }

  private void append(Context context) {
    // The body first: a refusal that overtakes it may be lost with the connection.
    byte[] image = uploads.image(context);
    String time = context.queryParam("time");
    Duration at;
    try {
      at = seconds(Double.parseDouble(String.valueOf(time)));
    } catch (NumberFormatException e) {
      throw Problem.badRequest("?time= is the frame's time in seconds, such as 1.25");
    }
    json(context, appending.append(Caller.of(context), id(context), at, image));
  }

  private void end(Context context) {
    String id = id(context);
    appending.forget(id);
    sessions.end(id);
    json(context, SessionJson.info(store().get(id), Instant.now()).toString());
  }

  private void delete(Context context) {
    String id = id(context);
    appending.forget(id);
    sessions.delete(id);
    context.status(204);
  }

  private void calibrate(Context context) {
    String id = id(context);
    JsonNode body = body(context);
    if (!body.path("from").isNumber() || !body.path("to").isNumber()) {
      throw Problem.badRequest("send {\"from\": seconds, \"to\": seconds}");
    }
    try {
      store()
          .calibrate(
              id,
              new TimeRange(
                  seconds(body.path("from").asDouble()), seconds(body.path("to").asDouble())));
    } catch (IllegalArgumentException e) {
      throw Problem.badRequest(String.valueOf(e.getMessage()));
    }
    json(context, SessionJson.info(store().get(id), Instant.now()).toString());
  }

  /** Times are bounded as those of streams are. */
  private static Duration seconds(double seconds) {
    if (!(seconds >= 0 && seconds < MOST_SECONDS)) {
      throw Problem.badRequest("a time is in seconds, from 0 to a billion");
    }
    return Duration.ofNanos(Math.round(seconds * 1e9));
  }

  private void analysis(Context context) {
    String id = id(context);
    json(context, loading(() -> SessionJson.analysis(load(id), Instant.now()).toString()));
  }

  private void report(Context context) {
    String id = id(context);
    String page = loading(() -> SessionReport.html(load(id)));
    context.contentType("text/html; charset=utf-8");
    context.result(page);
  }

  /** Written as it is read: a client may be slow, and a session long. */
  private void observations(Context context) throws IOException {
    String id = id(context);
    SessionCsv csv = loading(() -> SessionCsv.of(load(id)));
    context.contentType("text/csv; charset=utf-8");
    context.header("Content-Disposition", "attachment; filename=\"mien-" + id + ".csv\"");
    StreamedBody body = new StreamedBody(context);
    try {
      Writer writer = new BufferedWriter(new OutputStreamWriter(body, StandardCharsets.UTF_8));
      csv.write(action -> store().forEachFrame(csv.info(), action), writer);
      writer.flush();
    } catch (IOException | RuntimeException e) {
      if (!body.isBegun()) {
        throw e;
      }
      body.breakOff(e);
    }
  }

  private void compare(Context context) {
    String first = named(context, "first");
    String second = named(context, "second");
    try {
      json(
          context,
          loading(
              () ->
                  SessionJson.comparison(Comparison.of(load(first), load(second), 1)).toString()));
    } catch (IllegalArgumentException e) {
      throw Problem.unreadable(String.valueOf(e.getMessage()));
    }
  }

  /** Does what holds sessions in memory: few at a time, for a long one takes 140 MB. */
  private <T> T loading(Supplier<T> work) {
    try {
      if (!loads.tryAcquire(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
        throw Problem.busy("too many sessions are being read at once");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw Problem.busy("the server stops");
    }
    try {
      return work.get();
    } finally {
      loads.release();
    }
  }

  private Recording load(String id) {
    sessions.flush(id);
    return store().load(id);
  }

  private static String id(Context context) {
    return context.pathParam("id");
  }

  private static String named(Context context, String parameter) {
    String id = context.queryParam(parameter);
    if (id == null) {
      throw Problem.badRequest("name two sessions: ?first=ID&second=ID");
    }
    return id;
  }

  private SessionStore store() {
    return sessions.store();
  }

  private JsonNode body(Context context) {
    try {
      JsonNode body =
          MAPPER.readTree(
              new String(uploads.body(context, Uploads.SMALL_BODY), StandardCharsets.UTF_8));
      if (body.isObject()) {
        return body;
      }
    } catch (JsonProcessingException e) {
      // The sentence below is for this, too.
    }
    throw Problem.badRequest("send a JSON object");
  }

  private static void json(Context context, String json) {
    context.contentType("application/json");
    context.result(json.getBytes(StandardCharsets.UTF_8));
  }
}
