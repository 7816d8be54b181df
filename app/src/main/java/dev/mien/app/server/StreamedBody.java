package dev.mien.app.server;

import io.javalin.http.Context;
import java.io.IOException;
import java.io.OutputStream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The body of an answer that is written while it is made. If that fails midway, the connection ends
 * at once: a client must not take half for the whole. For one thread.
 */
final class StreamedBody extends OutputStream {
  private static final Logger LOG = LoggerFactory.getLogger(StreamedBody.class);

  private final Context context;
  private boolean begun;

  StreamedBody(Context context) {
    this.context = context;
  }

  @Override
  public void write(int value) throws IOException {
    write(new byte[] {(byte) value}, 0, 1);
  }

  @Override
  public void write(byte[] bytes, int offset, int length) throws IOException {
    begun = true;
    context.outputStream().write(bytes, offset, length);
  }

  /** Whether something was written; until then a failure can be answered as any other. */
  boolean isBegun() {
    return begun;
  }

  /** Ends an answer that failed midway, with its connection. */
  void breakOff(Exception failure) {
    LOG.warn("{} broke off: {}", context.path(), failure.toString());
    Caller.request(context).getConnectionMetaData().getConnection().getEndPoint().close();
  }
}
