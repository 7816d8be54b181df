package dev.mien.spark;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mien.ImageResult;
import dev.mien.Mien;
import dev.mien.expression.onnx.InstalledModels;
import dev.mien.face.detection.DetectorMode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A master, two workers and four executors of this host, each a process of its own. */
final class ClusterIT {
  private static final int PHOTOS = 64;
  private static final int FILMS = 8;
  private static final Duration ENOUGH = Duration.ofMinutes(10);

  @TempDir private Path folder;

  @Test
  void job_whenAWorkerDies_hasEveryRowOnce() throws Exception {
    Path media = Files.createDirectory(folder.resolve("media"));
    List<Path> photos = TestMedia.photos(media, PHOTOS);
    byte[] film = Files.readAllBytes(TestMedia.film(folder.resolve("film.mp4"), 11));
    for (int i = 0; i < FILMS; i++) {
      Files.write(media.resolve("film%04d.mp4".formatted(i)), film);
    }
    Path cache = Files.createDirectory(folder.resolve("empty-cache"));
    Path out = folder.resolve("out");
    try (TestCluster cluster =
            new TestCluster(Files.createDirectory(folder.resolve("cluster")), 2, 2);
        SparkSession spark = session(cluster, cache)) {
      Dataset<Row> paths =
          spark
              .read()
              .format("binaryFile")
              .load(media.toString())
              .select("path")
              .repartition(16, functions.col("path"));
      Path model = Files.write(folder.resolve("mine.onnx"), InstalledModels.bytes("small"));
      MienTransformer transformer =
          new MienTransformer()
              .setInputCol("path")
              .setDetectorMode("near")
              .setModel(model.toString());
      Dataset<Row> answers = transformer.transform(paths);
      Files.delete(model); // Executors have their own copy, as on a host that never had the file.
      CompletableFuture<Void> job =
          CompletableFuture.runAsync(() -> answers.write().parquet(out.toString()));
      awaitRows(transformer, job);
      assertThat(spark.sparkContext().statusTracker().getExecutorInfos().length)
          .as("four executors and the driver")
          .isEqualTo(5);
      cluster.killWorker(0);
      job.get(ENOUGH.toSeconds(), TimeUnit.SECONDS);
      check(spark.read().parquet(out.toString()), photos);
    }
  }

  private static SparkSession session(TestCluster cluster, Path cache) {
    return SparkSession.builder()
        .master(cluster.url())
        .appName("mien cluster test")
        .config("spark.ui.enabled", "false")
        .config("spark.driver.host", "127.0.0.1")
        .config("spark.driver.bindAddress", "127.0.0.1")
        .config("spark.executor.cores", "1")
        .config("spark.executor.memory", "800m")
        .config("spark.executor.extraClassPath", cluster.classes())
        .config("spark.executor.extraJavaOptions", "-Dorg.bytedeco.javacpp.cachedir=" + cache)
        .config("spark.sql.shuffle.partitions", "2")
        .config("spark.sql.warehouse.dir", cache.resolveSibling("warehouse").toString())
        .getOrCreate();
  }

  /** Until a part of the work is done. */
  private static void awaitRows(MienTransformer transformer, CompletableFuture<Void> job)
      throws InterruptedException {
    long end = System.nanoTime() + ENOUGH.toNanos();
    while (transformer.counters().rows() < (PHOTOS + FILMS) / 5
        && System.nanoTime() < end
        && !job.isDone()) {
      TimeUnit.MILLISECONDS.sleep(50);
    }
    assertThat(job).as("the job is in its middle").isNotDone();
  }

  private static void check(Dataset<Row> answers, List<Path> photos) throws Exception {
    List<Row> rows = answers.collectAsList();
    Map<String, Row> byPath =
        rows.stream()
            .collect(
                Collectors.toMap(
                    row -> Path.of(row.getString(0).replace("file:", "")).getFileName().toString(),
                    row -> row.<Row>getAs("mien")));
    assertThat(rows).hasSize(PHOTOS + FILMS);
    assertThat(byPath).hasSize(PHOTOS + FILMS);
    assertThat(byPath.values()).allMatch(mien -> mien.isNullAt(mien.fieldIndex("error")));
    try (Mien mien = Mien.builder().model("small").detectorMode(DetectorMode.NEAR).open()) {
      for (Path photo : photos.subList(0, 6)) {
        ImageResult expected = mien.analyze(photo);
        Row row = Objects.requireNonNull(byPath.get(photo.getFileName().toString()));
        ResultAssert.assertSame(row.getList(2), expected.faces());
      }
    }
    assertThat(Objects.requireNonNull(byPath.get("film0003.mp4")).getList(3)).hasSize(2);
  }
}
