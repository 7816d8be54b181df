package dev.mien.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.mien.FrameResult;
import dev.mien.Mien;
import dev.mien.TrackedFace;
import dev.mien.app.video.VideoAnalysis;
import dev.mien.app.video.VideoSource;
import dev.mien.app.video.VideoSources;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.streaming.Trigger;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class SqlAndStreamTest {
  private static final SparkSession SPARK = TestSpark.session();

  private static final StructType FILE =
      new StructType()
          .add("path", DataTypes.StringType)
          .add("modificationTime", DataTypes.TimestampType)
          .add("length", DataTypes.LongType)
          .add("content", DataTypes.BinaryType);

  @TempDir private Path folder;

  @Test
  void sql_bytesPathsAndStructs_haveAnswers() throws IOException {
    TestMedia.photos(folder, 2);
    MienFunctions.register(SPARK, new MienTransformer().setDetectorMode("near"));
    SPARK.read().format("binaryFile").load(folder.toString()).createOrReplaceTempView("photos");
    List<Row> rows =
        SPARK
            .sql(
                """
                SELECT size(a.faces), size(b.faces), size(c.faces), a.faces[0].emotion, d.error.code
                FROM (SELECT mien_analyze(content) AS a, mien_analyze(path) AS b,
                  mien_analyze(struct(path, content)) AS c, mien_analyze(7) AS d FROM photos)
                """)
            .collectAsList();
    assertThat(rows).hasSize(2);
    for (Row row : rows) {
      assertThat(row.getInt(0)).isPositive().isEqualTo(row.getInt(1)).isEqualTo(row.getInt(2));
      assertThat(row.getString(3)).isNotEmpty();
      assertThat(row.getString(4)).isEqualTo("missing");
    }
  }

  @Test
  void stream_ofFiles_isAnalysedAsTheyCome() throws Exception {
    Path inbox = Files.createDirectory(folder.resolve("inbox"));
    Path out = folder.resolve("out");
    TestMedia.photos(inbox, 2);
    stream(inbox, out);
    Files.write(inbox.resolve("broken.jpg"), new byte[] {1, 2, 3});
    stream(inbox, out);
    Dataset<Row> rows = SPARK.read().parquet(out.toString());
    assertThat(rows.count()).isEqualTo(3);
    assertThat(rows.where("size(mien.faces) > 0").count()).isEqualTo(2);
    assertThat(rows.where("mien.error.code = 'format'").count()).isEqualTo(1);
  }

  private void stream(Path inbox, Path out) throws Exception {
    Dataset<Row> files =
        SPARK.readStream().format("binaryFile").schema(FILE).load(inbox.toString());
    assertThat(files.isStreaming()).isTrue();
    new MienTransformer()
        .setDetectorMode("near")
        .transform(files)
        .drop("content")
        .writeStream()
        .format("parquet")
        .option("checkpointLocation", folder.resolve("checkpoint").toString())
        .trigger(Trigger.AvailableNow())
        .start(out.toString())
        .awaitTermination();
  }

  @Test
  void film_asBytesOrPath_hasFramesAtTheInterval() throws Exception {
    Path film = TestMedia.film(folder.resolve("film.mp4"), 25);
    List<FrameResult> expected = analyse(film);
    assertThat(expected).hasSize(3);
    Dataset<Row> table =
        SPARK.sql("SELECT '" + film + "' AS path").union(SPARK.sql("SELECT '" + film + "'"));
    List<Row> byPath = new MienTransformer().setInputCol("path").transform(table).collectAsList();
    Dataset<Row> bytes = TestSpark.contents(List.of(Files.readAllBytes(film)));
    List<Row> all = new ArrayList<>(byPath);
    all.addAll(new MienTransformer().transform(bytes).collectAsList());
    assertThat(all).hasSize(3);
    for (Row row : all) {
      Row mien = row.getAs("mien");
      assertThat(mien.<Row>getAs("error")).isNull();
      List<Row> frames = mien.getList(mien.fieldIndex("frames"));
      assertThat(frames).hasSameSizeAs(expected);
      for (int i = 0; i < frames.size(); i++) {
        assertThat(frames.get(i).getDouble(0))
            .isCloseTo(expected.get(i).time().toMillis() / 1e3, within(1e-6));
        ResultAssert.assertSame(
            frames.get(i).getList(1),
            expected.get(i).faces().stream().map(TrackedFace::face).toList());
      }
    }
  }

  @Test
  void film_cutShort_keepsItsFramesAndTells() throws Exception {
    Path film = TestMedia.film(folder.resolve("film.mp4"), 25);
    byte[] whole = Files.readAllBytes(film);
    byte[] damaged = whole.clone();
    java.util.Arrays.fill(damaged, whole.length / 3, whole.length, (byte) 0);
    List<Row> rows =
        new MienTransformer().transform(TestSpark.contents(List.of(damaged))).collectAsList();
    assertThat(rows.get(0).<Row>getAs("mien").<Row>getAs("error").<String>getAs("code"))
        .isEqualTo("damaged");
    assertThat(rows.get(0).<Row>getAs("mien").<Row>getAs("error").<String>getAs("message"))
        .doesNotContain(".film");
  }

  private static List<FrameResult> analyse(Path film) throws Exception {
    List<FrameResult> frames = new ArrayList<>();
    try (Mien mien = Mien.open();
        VideoSource source = VideoSources.file(film)) {
      new VideoAnalysis(mien.stream(), Duration.ofSeconds(1))
          .run(
              source,
              () -> false,
              (frame, result, fresh) -> {
                if (fresh) {
                  frames.add(result);
                }
              });
    }
    return frames;
  }
}
