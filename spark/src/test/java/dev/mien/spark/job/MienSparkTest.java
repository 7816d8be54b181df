package dev.mien.spark.job;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mien.spark.TestMedia;
import dev.mien.spark.TestSpark;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.stream.Stream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class MienSparkTest {
  private static final SparkSession SPARK = TestSpark.session();

  @TempDir private Path folder;
  private Path photos = Path.of("");
  private Path out = Path.of("");

  @BeforeEach
  void makePhotos() throws IOException {
    photos = Files.createDirectory(folder.resolve("photos"));
    out = folder.resolve("faces.parquet");
    TestMedia.photos(photos, 5);
  }

  private record Run(int code, String out, String err) {}

  private static Run run(String... arguments) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    int code = MienSpark.execute(new PrintWriter(out), new PrintWriter(err), arguments);
    return new Run(code, out.toString(), err.toString());
  }

  private Run analyze(String... more) {
    return run(
        Stream.concat(
                Stream.of("--in", photos + "/*", "--out", out.toString(), "--detector", "near"),
                Stream.of(more))
            .toArray(String[]::new));
  }

  private Dataset<Row> rows() {
    return SPARK.read().parquet(out.toString());
  }

  private void assertComplete(long expected) throws IOException {
    assertThat(rows().count()).isEqualTo(expected);
    assertThat(rows().select("path").distinct().count()).isEqualTo(expected);
    assertThat(out.resolve("_SUCCESS")).exists();
    try (Stream<Path> files = Files.list(folder)) {
      assertThat(files).containsExactlyInAnyOrder(photos, out);
    }
  }

  @Test
  void run_photosAndABrokenOne_hasARowForEach() throws IOException {
    Files.write(photos.resolve("broken.jpg"), new byte[] {1, 2, 3});
    TestMedia.film(photos.resolve("film.mp4"), 21);
    Run run = analyze("--commit-every", "3", "--every", "500ms");
    assertThat(run.err()).contains("3 of 7 rows", "7 of 7 rows");
    assertThat(run.out()).contains("7 rows, ", " 1 errors in ", "written to " + out);
    assertThat(run.code()).isZero();
    assertThat(rows().columns()).containsExactly("path", "modificationTime", "length", "mien");
    assertThat(rows().where("size(mien.frames) = 5").count()).isEqualTo(1);
    assertComplete(7);
  }

  @Test
  void run_outputExists_isRefusedUnlessForcedOrResumed() throws IOException {
    assertThat(analyze().code()).isZero();
    FileTime before = Files.getLastModifiedTime(out);
    Run again = analyze();
    assertThat(again.code()).isEqualTo(2);
    assertThat(again.err()).contains("is there already; --force replaces it");
    assertThat(Files.getLastModifiedTime(out)).isEqualTo(before);

    TestMedia.photos(photos, 6);
    Run resumed = analyze("--resume");
    assertThat(resumed.err()).contains("1 of 1 rows");
    assertComplete(6);
    assertThat(analyze("--resume").out()).contains("nothing to do");
    assertComplete(6);

    Files.delete(photos.resolve("photo0000.jpg"));
    assertThat(analyze("--force").code()).isZero();
    assertComplete(5);
  }

  @Test
  void run_afterAnInterruption_goesOnWithoutRepeating() throws IOException {
    assertThat(analyze().code()).isZero();
    Path pieces = folder.resolve("_faces.parquet.pieces");
    Files.move(out, pieces);
    Files.delete(pieces.resolve("_SUCCESS"));
    Files.createDirectories(pieces.resolve("_temporary/0/task"));
    Files.write(pieces.resolve("_temporary/0/task/part-half.parquet"), new byte[] {1});
    Path last = folder.resolve("photos/last.jpg");
    Files.copy(photos.resolve("photo0001.jpg"), last);
    Run again = analyze();
    assertThat(again.code()).isEqualTo(2);
    assertThat(again.err()).contains("was interrupted; --resume goes on with it");
    Run resumed = analyze("--resume");
    assertThat(resumed.err()).contains("1 of 1 rows");
    assertThat(resumed.code()).isZero();
    assertComplete(6);
  }

  @Test
  void run_replacementThatWasInterrupted_goesOnAsAReplacement() throws IOException {
    assertThat(analyze().code()).isZero();
    Path pieces = folder.resolve("_faces.parquet.pieces");
    Files.createDirectories(pieces);
    try (Stream<Path> files = Files.list(out)) {
      for (Path file : files.toList()) {
        Files.copy(file, pieces.resolve(file.getFileName())); // All but one were written anew.
      }
    }
    Files.delete(pieces.resolve("_SUCCESS"));
    Files.createFile(pieces.resolve("_replaces"));
    TestMedia.photos(photos, 6);
    assertThat(analyze("--resume").err()).contains("1 of 1 rows");
    assertComplete(6);
    assertThat(out.resolve("_replaces")).doesNotExist();
  }

  @Test
  void run_forced_isMarkedAsAReplacement() throws IOException {
    assertThat(analyze().code()).isZero();
    Files.write(photos.resolve("photo0000.jpg"), new byte[] {1, 2, 3});
    assertThat(analyze("--force").code()).isZero();
    assertComplete(5);
    assertThat(rows().where("mien.error is not null").count()).isEqualTo(1);
    assertThat(out.resolve("_replaces")).doesNotExist();
  }

  @Test
  void run_resumedWithOtherSettings_isRefused() throws IOException {
    assertThat(analyze().code()).isZero();
    TestMedia.photos(photos, 6);
    Run other = analyze("--resume", "--model", "small");
    assertThat(other.code()).isEqualTo(2);
    assertThat(other.err()).contains("made otherwise");
    assertComplete(5);
    assertThat(analyze("--resume").code()).isZero();
    assertComplete(6);
  }

  @Test
  void run_foreignFolderAsOutput_isNeverTouched() throws IOException {
    for (Path foreign : List.of(photos, photos.resolve("photo0000.jpg"))) {
      for (String how : List.of("--force", "--resume")) {
        Run run = run("--in", photos.toString(), "--out", foreign.toString(), how);
        assertThat(run.code()).isEqualTo(2);
        assertThat(run.err()).contains("is no output of mien-spark, and stays as it is");
      }
    }
    try (Stream<Path> files = Files.list(photos)) {
      assertThat(files).hasSize(5);
    }
  }

  @Test
  void run_wrongUse_isToldInOneSentence() {
    assertWrong("nothing matches", "--in", folder + "/nothing/*.jpg", "--out", out.toString());
    assertWrong("Missing required option: '--out", "--in", photos.toString());
    assertWrong("no detector mode \"wide\"", with("--detector", "wide"));
    assertWrong("no span of time", with("--every", "often"));
    assertWrong("there is no model \"huge\"", with("--model", "huge"));
    assertWrong("web, uniform or JSON", with("--prior", "{"));
    assertWrong("between 0 and 1", with("--min-confidence", "7"));
    assertWrong("Unknown option: '--inn'", with("--inn"));
    assertWrong("give one of them", with("--resume", "--force"));
    assertWrong(
        "cannot be read: No FileSystem for scheme",
        "--in",
        "nowhere://x/y.jpg",
        "--out",
        out.toString());
    assertThat(out).doesNotExist();
    assertThat(folder.resolve("_faces.parquet.pieces")).doesNotExist();
  }

  private String[] with(String... more) {
    return Stream.concat(
            Stream.of("--in", photos.toString(), "--out", out.toString()), Stream.of(more))
        .toArray(String[]::new);
  }

  private static void assertWrong(String sentence, String... arguments) {
    Run run = run(arguments);
    assertThat(run.err()).contains(sentence).doesNotContain("\tat ");
    assertThat(run.err().lines().count()).isLessThanOrEqualTo(2);
    assertThat(run.code()).isEqualTo(2);
  }

  @Test
  void bench_fewPictures_printsThroughputAndMemory() {
    Run run = run("bench", "--in", photos.toString(), "--pictures", "12", "--detector", "near");
    assertThat(run.err()).isEmpty();
    assertThat(run.out()).contains("12 rows of 5 files", "rows/s", "MB resident");
    assertThat(run.code()).isZero();
  }
}
