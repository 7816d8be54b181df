package dev.mien.app.server;

import io.javalin.http.Context;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.function.BooleanSupplier;
import org.eclipse.jetty.ee10.servlet.ServletContextRequest;
import org.eclipse.jetty.http.HttpVersion;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.util.BufferUtil;

/**
 * Who work is done for.
 *
 * @param address it comes from
 * @param gone whether nobody waits for the answer any more; asked from one thread at a time
 */
record Caller(String address, BooleanSupplier gone) {
  /** The client of a request whose body has been read. */
  static Caller of(Context context) {
    return new Caller(context.ip(), () -> isGone(context));
  }

  /**
   * A client that went is noticed by reading from its connection, which nobody else does while its
   * request is served. Whatever is read is the beginning of its next request, and is put back.
   */
  private static boolean isGone(Context context) {
    Request request = request(context);
    Connection connection = request.getConnectionMetaData().getConnection();
    EndPoint end = connection.getEndPoint();
    if (!end.isOpen() || end.isInputShutdown()) {
      return true;
    }
    try {
      boolean idle =
          request.getConnectionMetaData().getHttpVersion() == HttpVersion.HTTP_1_1
              && context.req().getInputStream().isFinished();
      if (idle && connection instanceof Connection.UpgradeTo http) {
        ByteBuffer next = BufferUtil.allocate(1);
        int count = end.fill(next);
        if (count > 0) {
          http.onUpgradeTo(next);
        }
        return count < 0;
      }
      return false;
    } catch (IOException e) {
      return true;
    }
  }

  static Request request(Context context) {
    return ServletContextRequest.getServletContextRequest(context.req());
  }
}
