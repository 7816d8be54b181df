package dev.mien.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mien.ImageResult;
import dev.mien.Mien;
import dev.mien.expression.onnx.ModelPrecision;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.apache.spark.ml.Pipeline;
import org.apache.spark.ml.PipelineModel;
import org.apache.spark.ml.PipelineStage;
import org.apache.spark.ml.feature.SQLTransformer;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class MienTransformerTest {
  @TempDir private static Path folder;
  private static List<Path> photos = List.of();
  private static List<byte[]> contents = List.of();
  private static List<ImageResult> expected = List.of();
  private static final SparkSession SPARK = TestSpark.session();

  @BeforeAll
  static void makePhotos() throws IOException {
    Path media = Files.createDirectory(folder.resolve("photos"));
    photos = TestMedia.photos(media, 6);
    contents = TestSpark.read(photos);
    try (Mien mien = Mien.open()) {
      List<ImageResult> results = new ArrayList<>();
      for (byte[] content : contents) {
        results.add(mien.analyze(content));
      }
      expected = results;
    }
  }

  private static void assertExpected(Dataset<Row> result) {
    List<Row> rows = result.collectAsList();
    assertThat(rows).hasSize(expected.size());
    for (int i = 0; i < rows.size(); i++) {
      Row mien = rows.get(i).getAs("mien");
      assertThat(mien.<Integer>getAs("width")).isEqualTo(expected.get(i).width());
      assertThat(mien.<Integer>getAs("height")).isEqualTo(expected.get(i).height());
      assertThat(mien.<Row>getAs("error")).isNull();
      assertThat(mien.isNullAt(mien.fieldIndex("frames"))).isTrue();
      ResultAssert.assertSame(mien.getList(2), expected.get(i).faces());
    }
  }

  @Test
  void transform_bytes_areWhatTheLibrarySays() {
    Dataset<Row> result = new MienTransformer().transform(TestSpark.contents(contents));
    assertThat(result.columns()).containsExactly("id", "content", "mien");
    assertExpected(result.sort("id"));
  }

  @Test
  void transform_paths_areReadByTheTasks() {
    Dataset<Row> paths =
        SPARK.read().format("binaryFile").load(folder + "/photos").select("path").sort("path");
    assertExpected(new MienTransformer().setInputCol("path").transform(paths));
  }

  @Test
  void transform_int8_answersAsTheLibraryInThatPrecision() throws IOException {
    Dataset<Row> one = TestSpark.contents(contents.subList(0, 1));
    Row answer = new MienTransformer().setPrecision("int8").transform(one).collectAsList().get(0);
    try (Mien mien = Mien.builder().precision(ModelPrecision.INT8).threads(1).open()) {
      ResultAssert.assertSame(
          answer.<Row>getAs("mien").getList(2), mien.analyze(mien.read(contents.get(0))).faces());
    }
    assertThatThrownBy(() -> new MienTransformer().setPrecision("int4"))
        .hasMessage("there is no precision \"int4\"; there are [auto, fp32, int8]");
  }

  @Test
  void transform_binaryFileStruct_isUnderstood() {
    Dataset<Row> files =
        SPARK
            .read()
            .format("binaryFile")
            .load(folder + "/photos")
            .select(functions.struct("*").as("file"));
    assertExpected(new MienTransformer().setInputCol("file").transform(files).sort("file.path"));
  }

  @Test
  void transform_imageStruct_hasTheSamePixels() {
    Dataset<Row> images = SPARK.read().format("image").load(folder + "/photos");
    List<Row> rows =
        new MienTransformer()
            .setInputCol("image")
            .transform(images)
            .sort("image.origin")
            .collectAsList();
    for (int i = 0; i < rows.size(); i++) {
      Row mien = rows.get(i).getAs("mien");
      assertThat(mien.getList(2)).hasSameSizeAs(expected.get(i).faces());
    }
    assertThat(rows).hasSameSizeAs(expected);
  }

  @Test
  void transform_oneRowInTwentyIsBroken_onlyTheseHaveErrors() {
    List<byte[]> mixed = new ArrayList<>();
    for (byte[] broken : TestMedia.broken(contents.get(0))) {
      mixed.addAll(Collections.nCopies(19, contents.get(mixed.size() % 6)));
      mixed.add(broken);
    }
    MienTransformer transformer = new MienTransformer().setDetectorMode("near");
    List<Row> rows =
        TestSpark.byId(
            transformer
                .transform(TestSpark.contents(mixed).repartition(4))
                .select("id", "mien.error.code", "mien.error.message"));
    assertThat(rows).hasSameSizeAs(mixed);
    for (int i = 0; i < rows.size(); i++) {
      assertThat(rows.get(i).isNullAt(1)).as("row " + i).isEqualTo(i % 20 != 19);
    }
    assertThat(rows.stream().filter(row -> !row.isNullAt(1)).map(row -> row.getString(1)))
        .containsExactly("format", "format", "damaged", "damaged", "limit", "damaged", "damaged");
    assertThat(transformer.counters().rows()).isEqualTo(mixed.size());
    assertThat(transformer.counters().errors()).isEqualTo(7);
    assertThat(transformer.counters().faces()).isGreaterThan(mixed.size());
    assertThat(transformer.counters().milliseconds()).isPositive();
  }

  @Test
  void transform_nullAndMissingFiles_areErrors() {
    Dataset<Row> paths =
        SPARK.sql(
            "SELECT * FROM VALUES (1, NULL), (2, '/no/such.jpg'), (3, ''), (4, 'x://y'), (5, '"
                + folder
                + "') AS t(id, path)");
    List<Row> rows =
        new MienTransformer()
            .setInputCol("path")
            .transform(paths)
            .sort("id")
            .select("mien.error.code")
            .collectAsList();
    assertThat(rows.stream().map(row -> row.getString(0)))
        .containsExactly("missing", "file", "file", "file", "file");
  }

  @Test
  void transform_skewedPartition_givesEveryRowOnce() {
    Dataset<Row> skewed =
        SPARK
            .range(0, 120)
            .select(functions.col("id"), functions.lit(photos.get(0).toString()).as("path"))
            .repartition(
                6, functions.when(functions.col("id").gt(5), 0).otherwise(functions.col("id")));
    assertThat(
            new MienTransformer()
                .setInputCol("path")
                .setDetectorMode("near")
                .transform(skewed)
                .where("mien.error IS NULL AND size(mien.faces) > 0")
                .select("id")
                .distinct()
                .count())
        .isEqualTo(120);
  }

  @Test
  void pipeline_savedAndLoaded_givesTheSame() throws IOException {
    Path saved = folder.resolve("pipeline");
    Pipeline pipeline =
        new Pipeline()
            .setStages(
                new PipelineStage[] {
                  new MienTransformer().setOutputCol("answer").setMinConfidence(0.99),
                  new SQLTransformer()
                      .setStatement("SELECT id, answer, size(answer.faces) AS faces FROM __THIS__")
                });
    Dataset<Row> table = TestSpark.contents(contents);
    PipelineModel model = pipeline.fit(table);
    model.write().save(saved.toString());
    List<Row> before = model.transform(table).sort("id").collectAsList();
    List<Row> after =
        PipelineModel.load(saved.toString()).transform(table).sort("id").collectAsList();
    assertThat(after).isEqualTo(before);
    assertThat(after.get(0).<Integer>getAs("faces")).isEqualTo(expected.get(0).faces().size());
  }

  @Test
  void transform_manyTasks_shareOneMienAndNoThreadOfItsOwn() {
    new MienTransformer().transform(TestSpark.contents(contents).repartition(6)).count();
    int open = SharedMien.count();
    new MienTransformer().transform(TestSpark.contents(contents).repartition(6)).collectAsList();
    assertThat(SharedMien.count()).isEqualTo(Math.max(1, open));
    assertThat(Thread.getAllStackTraces().keySet().stream().map(Thread::getName))
        .noneMatch(name -> name.matches("mien-\\d+"));
  }

  @Test
  void transform_jobThatIsCancelled_endsEarly_andTheNextOneIsRight() throws InterruptedException {
    int copies = 200;
    List<byte[]> many =
        Collections.nCopies(copies, contents).stream().flatMap(List::stream).toList();
    MienTransformer transformer = new MienTransformer();
    // Counters grow when a task ends: most tasks are still to come then.
    Dataset<Row> answers = transformer.transform(TestSpark.contents(many).repartition(40));
    CompletableFuture<Void> job =
        CompletableFuture.runAsync(
            () -> {
              SPARK.sparkContext().setJobGroup("cancelled", "to be cancelled", false);
              answers.write().format("noop").mode("overwrite").save();
            });
    while (transformer.counters().rows() == 0 && !job.isDone()) {
      TimeUnit.MILLISECONDS.sleep(20);
    }
    SPARK.sparkContext().cancelJobGroup("cancelled");
    assertThatThrownBy(() -> job.get(1, TimeUnit.MINUTES)).hasStackTraceContaining("cancelled");
    assertThat(transformer.counters().rows()).isLessThan(many.size());
    assertThat(transformer.counters().errors()).isZero();
    assertExpected(transformer.transform(TestSpark.contents(contents)));
  }

  @Test
  void transform_manySettings_keepThoseUsedLast() {
    for (double confidence : new double[] {0.1, 0.2, 0.3, 0.4, 0.5}) {
      new MienTransformer()
          .setMinConfidence(confidence)
          .transform(TestSpark.contents(contents.subList(0, 1)))
          .collectAsList();
    }
    assertThat(SharedMien.count()).isLessThanOrEqualTo(3);
  }

  @Test
  void settings_thatCannotBe_areToldInASentence() {
    Dataset<Row> table = TestSpark.contents(contents);
    MienTransformer transformer = new MienTransformer();
    assertThatThrownBy(() -> new MienTransformer().setInputCol("x").transform(table))
        .hasMessage("there is no column x; there are id, content");
    assertThatThrownBy(() -> new MienTransformer().setInputCol("id").transform(table))
        .hasMessageStartingWith("column id is int, not bytes, a path");
    assertThatThrownBy(() -> new MienTransformer().setOutputCol("id").transform(table))
        .hasMessage("there is a column id already");
    assertThatThrownBy(() -> transformer.setDetectorMode("wide"))
        .hasMessage("there is no detector mode \"wide\"; there are [auto, near, far]");
    assertThatThrownBy(() -> transformer.setPrior("{}")).hasMessageContaining("all shares are 0");
    assertThatThrownBy(() -> transformer.setMinConfidence(2)).hasMessageContaining("0 and 1");
    assertThatThrownBy(() -> new MienTransformer().setModel("huge").transform(table))
        .hasMessageContaining("there is no model \"huge\"");
  }
}
