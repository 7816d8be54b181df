package dev.mien.spark;

import dev.mien.Mien;
import dev.mien.expression.ModelException;
import dev.mien.image.RgbImage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The one {@link Mien} of this JVM for given options: opened by the first task that leases it,
 * shared by all others, closed when the JVM ends. A JVM that lives long and sees many options, such
 * as a notebook's, keeps those used last. Thread-safe.
 */
final class SharedMien {
  /** Options of which an idle Mien is kept; each holds some 100 MB of native memory. */
  private static final int KEPT = 3;

  private static final Map<TransformerOptions, Entry> OPEN = new HashMap<>();
  private static long uses;
  private static boolean ending;

  private SharedMien() {}

  private static final class Entry {
    private final Mien mien;
    private int leases;
    private long lastUse;

    private Entry(Mien mien) {
      this.mien = mien;
    }
  }

  /** The right to use a Mien, which is not closed before this is. */
  record Lease(Mien mien, TransformerOptions options) implements AutoCloseable {
    @Override
    public void close() {
      giveBack(options);
    }
  }

  /**
   * Leases the Mien of some options, and opens it first if need be.
   *
   * @param modelFile the content of the model file, or null if the model is installed
   * @throws IllegalArgumentException if the model cannot be used
   */
  static synchronized Lease lease(TransformerOptions options, byte @Nullable [] modelFile) {
    Entry entry = OPEN.get(options);
    if (entry == null) {
      entry = new Entry(open(options, modelFile));
      if (OPEN.isEmpty() && uses == 0) {
        Runtime.getRuntime().addShutdownHook(new Thread(SharedMien::end, "mien-end"));
      }
      OPEN.put(options, entry);
    }
    entry.leases++;
    entry.lastUse = ++uses;
    closeIdle();
    return new Lease(entry.mien, options);
  }

  private static Mien open(TransformerOptions options, byte @Nullable [] modelFile) {
    if (ending) {
      throw new IllegalStateException("this JVM is ending");
    }
    try {
      return NativeLibraries.alone(
          () -> {
            Mien mien = options.open(modelFile);
            // The detector's libraries are unpacked when it first sees a picture.
            mien.analyze(RgbImage.ofGrey(8, 8, new byte[64]));
            return mien;
          });
    } catch (ModelException e) {
      throw new IllegalArgumentException(e.getMessage(), e);
    } catch (IOException e) {
      throw new UncheckedIOException("Mien's libraries cannot be unpacked", e);
    } catch (RuntimeException e) {
      throw e;
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  private static synchronized void giveBack(TransformerOptions options) {
    Entry entry = OPEN.get(options);
    if (entry != null) {
      entry.leases--;
    }
    closeIdle();
  }

  private static void closeIdle() {
    while (OPEN.size() > KEPT) {
      TransformerOptions idle =
          OPEN.entrySet().stream()
              .filter(open -> open.getValue().leases == 0)
              .min(Comparator.comparingLong(open -> open.getValue().lastUse))
              .map(Map.Entry::getKey)
              .orElse(null);
      Entry closed = idle == null ? null : OPEN.remove(idle);
      if (closed == null) {
        return; // All are in use.
      }
      closed.mien.close();
    }
  }

  /** How many are open. */
  static synchronized int count() {
    return OPEN.size();
  }

  /** Waits for calls that are under way, so that no library is unloaded beneath them. */
  private static void end() {
    Map<TransformerOptions, Entry> last;
    synchronized (SharedMien.class) {
      ending = true;
      last = new HashMap<>(OPEN);
    }
    last.values().forEach(entry -> entry.mien.close());
  }
}
