package dev.mien.app.server;

import io.javalin.config.JavalinConfig;
import io.javalin.http.Context;
import io.javalin.http.staticfiles.Location;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/** The page, its files, and the API's description with a page to try it. All from the jar. */
final class PageRoutes {
  private static final String FOLDER = "/dev/mien/app/web";

  private PageRoutes() {}

  static void register(JavalinConfig config) {
    config.staticFiles.add(
        files -> {
          files.hostedPath = "/web";
          files.directory = FOLDER;
          files.location = Location.CLASSPATH;
          files.headers = Map.of("Cache-Control", "no-cache");
        });
    config.staticFiles.enableWebjars();
    config.routes.get("/", context -> page(context, "index.html"));
    config.routes.get("/docs", context -> page(context, "docs.html"));
    config.routes.get("/openapi.json", PageRoutes::openApi);
  }

  private static void page(Context context, String name) {
    context.contentType("text/html; charset=utf-8");
    context.header("Cache-Control", "no-cache");
    context.result(resource(FOLDER + "/" + name));
  }

  private static void openApi(Context context) {
    context.contentType("application/json");
    context.result(resource("/dev/mien/app/server/openapi.json"));
  }

  private static String resource(String path) {
    try (InputStream in = PageRoutes.class.getResourceAsStream(path)) {
      if (in == null) {
        throw new IllegalStateException(path + " is missing from the jar");
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
