package dev.mien.app.server;

import dev.mien.ImageResult;
import dev.mien.Mien;
import dev.mien.app.server.Uploads.Upload;
import dev.mien.image.RgbImage;
import dev.mien.output.ResultJson;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.util.List;
import java.util.StringJoiner;

/** Single images: {@code POST /v1/analyze} and {@code POST /v1/crops}. */
final class AnalyzeRoutes {
  private final Mien mien;
  private final WorkQueue work;
  private final Uploads uploads;
  private final Metrics metrics;

  AnalyzeRoutes(Mien mien, WorkQueue work, Uploads uploads, Metrics metrics) {
    this.mien = mien;
    this.work = work;
    this.uploads = uploads;
    this.metrics = metrics;
  }

  void register(RoutesConfig routes) {
    routes.post("/v1/analyze", context -> answer(context, mien::analyze));
    routes.post("/v1/crops", context -> answer(context, mien::analyzeCrop));
  }

  private interface Reading {
    ImageResult read(RgbImage image);
  }

  private void answer(Context context, Reading reading) {
    if (work.isFull()) {
      throw work.busy(); // Before the body takes memory.
    }
    context.contentType("application/json");
    if (Uploads.isMultipart(context)) {
      List<Upload> files = uploads.files(context);
      context.result(many(Caller.of(context), files, reading));
    } else {
      byte[] image = uploads.image(context);
      context.result(
          ResultJson.line(work.call(Caller.of(context), () -> read("", image, reading))));
    }
  }

  /**
   * One after the other, so that a large request leaves room for the others' between its images.
   */
  private String many(Caller caller, List<Upload> files, Reading reading) {
    StringJoiner results = new StringJoiner(",", "{\"schema\":1,\"results\":[", "]}");
    for (Upload file : files) {
      ImageResult result;
      try {
        result = work.call(caller, () -> read(file.name(), file.bytes(), reading));
      } catch (Problem e) {
        if (e.status() >= 500) {
          throw e;
        }
        result = ImageResult.failed(file.name(), String.valueOf(e.getMessage()));
      }
      results.add(ResultJson.line(result));
    }
    return results.toString();
  }

  private ImageResult read(String name, byte[] bytes, Reading reading) {
    ImageResult result = reading.read(Uploads.decode(mien, bytes));
    metrics.faces(result.faces().size());
    return new ImageResult(name, result.width(), result.height(), result.faces(), result.error());
  }
}
