package dev.mien.spark;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mien.face.detection.CropMode;
import dev.mien.face.detection.DetectorMode;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.ml.image.ImageSchema;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.catalyst.expressions.GenericRow;
import org.apache.spark.sql.catalyst.expressions.GenericRowWithSchema;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

final class ContentReaderTest {
  private static final SharedMien.Lease LEASE =
      SharedMien.lease(
          new TransformerOptions(
              "small",
              DetectorMode.NEAR,
              null,
              CropMode.NEVER,
              TransformerOptions.WEB,
              Duration.ZERO),
          null);
  private static final ContentReader READER = new ContentReader(LEASE.mien(), new Configuration());

  @AfterAll
  static void giveBack() {
    LEASE.close();
  }

  private static String code(Object value) {
    return READER.read(value) instanceof Content.Failure failure ? failure.error().code() : "";
  }

  private static Row image(int height, int width, int channels, int mode, byte[] data) {
    return new GenericRowWithSchema(
        new Object[] {"", height, width, channels, mode, data}, ImageSchema.columnSchema());
  }

  @Test
  void read_valueThatOverflowsTheStack_isAnError() {
    Row endless =
        new GenericRow() {
          @Override
          public StructType schema() {
            throw new StackOverflowError();
          }
        };
    assertThat(code(endless)).isEqualTo("internal");
  }

  @Test
  void read_imageStructThatLies_isAnError() {
    byte[] twelve = new byte[12];
    assertThat(code(image(2, 2, 3, 16, twelve))).isEmpty();
    assertThat(code(image(2, 6, 1, 0, twelve))).isEmpty();
    assertThat(code(image(3, 1, 4, 24, twelve))).isEmpty();
    assertThat(code(image(2, 2, 3, 21, twelve))).isEqualTo("format");
    assertThat(code(image(2, 2, 2, 8, twelve))).isEqualTo("format");
    assertThat(code(image(-1, -1, -1, -1, new byte[0]))).isEqualTo("format");
    assertThat(code(image(2, 3, 3, 16, twelve))).isEqualTo("damaged");
    assertThat(code(image(1 << 20, 1 << 20, 3, 16, twelve))).isEqualTo("limit");
    assertThat(
            code(
                new GenericRowWithSchema(
                    new Object[] {"", null, null, null, null, null}, ImageSchema.columnSchema())))
        .isEqualTo("internal");
  }

  @Test
  void film_isToldByItsContent() {
    for (String head :
        List.of(
            "\0\0\0\u0018ftypisom", "\u001aE\u00df\u00a3", "RIFF....AVI ", "FLV\u0001", "OggS")) {
      assertThat(FilmSignature.matches(padded(head))).as(head).isTrue();
    }
    for (String head :
        List.of(
            "\0\0\0\u0018ftypheic", "\0\0\0\u0018ftypavif", "RIFF....WEBP", "GIF89a", "", "G")) {
      assertThat(FilmSignature.matches(padded(head))).as(head).isFalse();
    }
    assertThat(FilmSignature.matches(new byte[3])).isFalse();
  }

  private static byte[] padded(String head) {
    return ByteBuffer.allocate(500).put(head.getBytes(StandardCharsets.ISO_8859_1)).array();
  }
}
