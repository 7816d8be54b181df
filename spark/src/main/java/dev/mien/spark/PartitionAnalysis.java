package dev.mien.spark;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Queue;
import org.apache.spark.TaskContext;
import org.apache.spark.api.java.function.MapPartitionsFunction;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.util.TaskCompletionListener;

/**
 * Adds a result to every row of a partition. Rows are taken in groups, so that the faces of many
 * pictures are read in one batch; a group is bounded by its pixels, so that memory does not grow
 * with the size of a partition.
 *
 * @param column which column holds pictures
 */
record PartitionAnalysis(Work work, int column) implements MapPartitionsFunction<Row, Row> {
  private static final int GROUP_ROWS = 16;

  /** Some 60 MB. Larger pictures are groups of their own. */
  private static final long GROUP_PIXELS = 20_000_000;

  @Override
  public Iterator<Row> call(Iterator<Row> rows) {
    if (!rows.hasNext()) {
      return rows; // An empty partition opens nothing.
    }
    SharedMien.Lease lease = work.lease();
    TaskContext.get().addTaskCompletionListener((TaskCompletionListener) context -> lease.close());
    return new Groups(rows, work.reader(lease), work.analyzer(lease), column);
  }

  private static final class Groups implements Iterator<Row> {
    private final Iterator<Row> rows;
    private final ContentReader reader;
    private final Analyzer analyzer;
    private final int column;
    private final Queue<Row> ready = new ArrayDeque<>();

    private Groups(Iterator<Row> rows, ContentReader reader, Analyzer analyzer, int column) {
      this.rows = rows;
      this.reader = reader;
      this.analyzer = analyzer;
      this.column = column;
    }

    @Override
    public boolean hasNext() {
      return !ready.isEmpty() || rows.hasNext();
    }

    @Override
    public Row next() {
      if (ready.isEmpty()) {
        if (!rows.hasNext()) {
          throw new NoSuchElementException();
        }
        analyzeGroup();
      }
      return ready.remove();
    }

    private void analyzeGroup() {
      long started = System.nanoTime();
      List<Row> group = new ArrayList<>();
      List<Content> contents = new ArrayList<>();
      long pixels = 0;
      boolean film = false;
      List<Row> results;
      try {
        while (rows.hasNext() && group.size() < GROUP_ROWS && pixels < GROUP_PIXELS && !film) {
          Row row = rows.next();
          Content content = reader.read(row.get(column));
          group.add(row);
          contents.add(content);
          Work.endIfKilled();
          pixels += content instanceof Content.Picture picture ? picture.pixels() : 0;
          film = content instanceof Content.Film; // Temporary files do not pile up.
        }
        results = analyzer.analyze(contents, started);
        Work.endIfKilled();
      } catch (RuntimeException | Error e) {
        Content.closeAll(contents);
        throw e;
      }
      for (int i = 0; i < results.size(); i++) {
        ready.add(extended(group.get(i), results.get(i)));
      }
    }

    private static Row extended(Row row, Row result) {
      Object[] values = new Object[row.size() + 1];
      for (int i = 0; i < row.size(); i++) {
        values[i] = row.get(i);
      }
      values[row.size()] = result;
      return RowFactory.create(values);
    }
  }
}
