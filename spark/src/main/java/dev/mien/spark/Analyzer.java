package dev.mien.spark;

import dev.mien.ImageResult;
import dev.mien.Mien;
import dev.mien.MienClosedException;
import dev.mien.image.RgbImage;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.apache.spark.sql.Row;

/**
 * Turns the contents of some rows into results: pictures together, films one by one. Whatever goes
 * wrong with one becomes its error and leaves the others alone. For one thread.
 */
final class Analyzer {
  private final Mien mien;
  private final Duration interval;
  private final MienCounters counters;
  private final BooleanSupplier stop;

  /**
   * @param stop whether nobody waits for the results any more
   */
  Analyzer(Mien mien, Duration interval, MienCounters counters, BooleanSupplier stop) {
    this.mien = mien;
    this.interval = interval;
    this.counters = counters;
    this.stop = stop;
  }

  /**
   * Analyses and closes contents.
   *
   * @param sinceNanos when reading them began, by {@link System#nanoTime}
   * @return one row of {@link ResultSchema#RESULT} for each, in order
   */
  List<Row> analyze(List<Content> contents, long sinceNanos) {
    List<RgbImage> images = new ArrayList<>();
    for (Content content : contents) {
      if (content instanceof Content.Picture picture) {
        images.add(picture.image());
      }
    }
    List<Outcome> pictures = pictures(images);
    List<Row> rows = new ArrayList<>(contents.size());
    int next = 0;
    long faces = 0;
    long errors = 0;
    for (Content content : contents) {
      Outcome outcome;
      if (content instanceof Content.Film film) {
        outcome = film(film);
      } else if (content instanceof Content.Failure failure) {
        outcome = Outcome.of(failure.error());
      } else {
        outcome = pictures.get(next++);
      }
      rows.add(outcome.row());
      faces += outcome.faces();
      errors += outcome.failed() ? 1 : 0;
    }
    counters.add(contents.size(), faces, errors, (System.nanoTime() - sinceNanos) / 1_000_000);
    return rows;
  }

  private record Outcome(Row row, long faces, boolean failed) {
    static Outcome of(RowError error) {
      return new Outcome(ResultRows.of(error), 0, true);
    }

    static Outcome of(ImageResult result) {
      return new Outcome(ResultRows.of(result), result.faces().size(), result.hasError());
    }
  }

  private List<Outcome> pictures(List<RgbImage> images) {
    try {
      return images.isEmpty()
          ? List.of()
          : mien.analyzeBatch(images).stream().map(Outcome::of).toList();
    } catch (MienClosedException e) {
      throw e;
    } catch (RuntimeException | Error e) {
      // One of them is to blame; the others have an answer.
      return images.size() == 1
          ? List.of(Outcome.of(RowError.of(e)))
          : images.stream().map(image -> pictures(List.of(image)).get(0)).toList();
    }
  }

  private Outcome film(Content.Film film) {
    try (film) {
      FilmResult result = FilmResult.of(mien, film.file(), interval, stop);
      long faces = result.frames().stream().mapToLong(frame -> frame.faces().size()).sum();
      return new Outcome(ResultRows.of(result), faces, result.error() != null);
    } catch (MienClosedException e) {
      throw e;
    } catch (IOException e) {
      return Outcome.of(new RowError("file", "the film cannot be read: " + e.getMessage()));
    } catch (Exception | Error e) {
      return Outcome.of(RowError.of(e));
    }
  }
}
