package dev.mien.training.dataset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mien.training.SharedData;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class FerReaderTest {
  private static final String PIXELS =
      IntStream.range(0, 48 * 48)
          .mapToObj(i -> String.valueOf(i % 256))
          .collect(Collectors.joining(" "));
  private static final String VOTES_HEADER =
      "Usage,Image name,neutral,happiness,surprise,sadness,anger,disgust,fear,contempt,unknown,NF\n";

  @TempDir private Path folder;

  private Path file(String name, String text) throws IOException {
    return Files.writeString(folder.resolve(name), text);
  }

  @Test
  void read_kagglesFirstLayout_isUnderstood() throws IOException {
    Path data = file("a.csv", "emotion,pixels,Usage\n3," + PIXELS + ",PublicTest\n");
    Sample sample = FerReader.read(data, null).get(0);
    assertThat(sample.label()).isEqualTo(3);
    assertThat(sample.split()).isEqualTo(Split.VALIDATION);
    assertThat(sample.pixels()[255] & 0xff).isEqualTo(255);
    assertThat(sample.votes()).isNull();
  }

  @Test
  void read_icmlLayoutWithSpaces_isUnderstood() throws IOException {
    Path data = file("icml_face_data.csv", "emotion, Usage, pixels\n6,Training," + PIXELS + "\n");
    Sample sample = FerReader.read(data, null).get(0);
    assertThat(sample.label()).isEqualTo(6);
    assertThat(sample.split()).isEqualTo(Split.TRAINING);
  }

  @Test
  void read_gzippedUnderAnyName_isUnderstood() throws IOException {
    Path data = folder.resolve("data");
    try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(data))) {
      out.write(
          ("emotion,pixels,Usage\n0," + PIXELS + ",PrivateTest\n")
              .getBytes(StandardCharsets.UTF_8));
    }
    assertThat(FerReader.read(data, null).get(0).split()).isEqualTo(Split.TEST);
  }

  @Test
  void read_votes_areThoseOfTheSameRow() throws IOException {
    String row = "3," + PIXELS + ",Training\n";
    Path data = file("a.csv", "emotion,pixels,Usage\n" + row + row);
    Path votes =
        file(
            "v.csv",
            VOTES_HEADER + "Training,a.png,4,0,0,1,3,2,0,0,0,0\nTraining,,0,0,0,0,0,0,0,0,0,10\n");
    List<Sample> samples = FerReader.read(data, votes);
    assertThat(Protocol.FERPLUS_PLURALITY.labelOf(samples.get(0))).isZero();
    assertThat(Protocol.FERPLUS_MAJORITY.labelOf(samples.get(0))).isEqualTo(-1);
    assertThat(Protocol.FERPLUS_PLURALITY.labelOf(samples.get(1))).isEqualTo(-1);
  }

  @Test
  void read_votesInAnotherOrder_areRefused() throws IOException {
    Path data =
        file(
            "a.csv",
            "emotion,pixels,Usage\n3," + PIXELS + ",Training\n3," + PIXELS + ",PublicTest\n");
    String rest = ",a.png,4,0,0,1,3,2,0,0,0,0\n";
    Path votes = file("v.csv", VOTES_HEADER + "PublicTest" + rest + "Training" + rest);
    assertThatThrownBy(() -> FerReader.read(data, votes))
        .hasMessageContaining("row 0")
        .hasMessageContaining("not in the same order");
  }

  @Test
  void read_badFiles_areRefusedWithFileAndRow() throws IOException {
    String header = "emotion,pixels,Usage\n";
    assertThatThrownBy(() -> FerReader.read(folder.resolve("none.csv"), null))
        .hasMessageContaining("no file");
    assertThatThrownBy(() -> FerReader.read(file("e.csv", ""), null))
        .hasMessageContaining("is empty");
    assertThatThrownBy(() -> FerReader.read(file("h.csv", "a,b\n"), null))
        .hasMessageContaining("no column \"emotion\"");
    assertThatThrownBy(() -> FerReader.read(file("s.csv", header + "3,1 2 3,Training\n"), null))
        .hasMessageContaining("row 0")
        .hasMessageContaining("3 pixels instead of 2304");
    assertThatThrownBy(
            () -> FerReader.read(file("l.csv", header + "9," + PIXELS + ",Training\n"), null))
        .hasMessageContaining("label 9");
    assertThatThrownBy(
            () -> FerReader.read(file("u.csv", header + "1," + PIXELS + ",Test\n"), null))
        .hasMessageContaining("unknown usage");
    Path data = file("ok.csv", header + "1," + PIXELS + ",Training\n");
    assertThatThrownBy(() -> FerReader.read(data, file("v.csv", VOTES_HEADER)))
        .hasMessageContaining("fewer rows");
  }

  @Test
  void read_theWholeDataSet_hasThePublishedCounts() {
    List<Sample> samples = SharedData.read();
    assertThat(counts(samples, Protocol.FER2013)).containsExactly(28_709, 3_589, 3_589);
    assertThat(counts(samples, Protocol.FERPLUS_MAJORITY)).containsExactly(25_060, 3_199, 3_153);
    assertThat(counts(samples, Protocol.FERPLUS_PLURALITY)).containsExactly(28_389, 3_553, 3_546);
  }

  private static List<Integer> counts(List<Sample> samples, Protocol protocol) {
    return java.util.Arrays.stream(Split.values())
        .map(
            split ->
                (int)
                    samples.stream()
                        .filter(s -> s.split() == split && protocol.labelOf(s) >= 0)
                        .count())
        .toList();
  }

  @Test
  void row18_linesWithoutEnd_areRefused() throws IOException {
    Path file = folder.resolve("long.csv.gz");
    try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(file))) {
      out.write("emotion,pixels,Usage\n0,".getBytes(StandardCharsets.UTF_8));
      byte[] digits = new byte[1 << 16];
      Arrays.fill(digits, (byte) '1');
      for (int i = 0; i < 100; i++) {
        out.write(digits);
      }
    }
    assertThatThrownBy(() -> FerReader.read(file, null))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("line 2: it is longer than 65,536 characters");
    assertThatThrownBy(() -> FerReader.read(Path.of("/dev/zero"), null))
        .hasMessageContaining("is no regular file");
  }
}
