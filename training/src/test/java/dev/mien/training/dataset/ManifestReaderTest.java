package dev.mien.training.dataset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mien.image.ImageReader;
import dev.mien.training.SyntheticFaces;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ManifestReaderTest {
  private final List<String> problems = new ArrayList<>();

  @TempDir private Path folder;

  private Path manifest(String text) throws IOException {
    SyntheticFaces.writePng(folder.resolve("faces/a, b.png"), 3);
    SyntheticFaces.writePng(folder.resolve("S010_004_00000017.png"), 1);
    return Files.writeString(folder.resolve("faces.csv"), text);
  }

  private List<Sample> read(String text) throws IOException {
    return ManifestReader.read(
        manifest(text),
        new FaceImages(new ImageReader(ImageReader.DEFAULT_MAX_PIXELS), image -> List.of()),
        problems::add);
  }

  @Test
  void read_everyColumn_isTaken() throws IOException {
    List<Sample> samples =
        read(
            "\ufeffpath,label,subject,sequence,split,age,camera\r\n\"faces/a, b.png\",Happy,Anna,s1,train,30,front\r\n");
    assertThat(samples)
        .singleElement()
        .satisfies(
            sample -> {
              assertThat(sample.label()).isEqualTo(3);
              assertThat(sample.split()).isEqualTo(Split.TRAINING);
              assertThat(sample.pixels()).isEqualTo(SyntheticFaces.make(4).get(3).pixels());
              assertThat(sample.origin())
                  .isEqualTo(
                      new Origin(
                          "faces/a, b.png", "Anna", "s1", Map.of("age", "30", "camera", "front")));
            });
  }

  @Test
  void read_someRowsWithoutASplit_areRefused() {
    assertThatThrownBy(
            () ->
                read(
                    "path,label,split\nS010_004_00000017.png,fear,train\nS010_004_00000017.png,fear,\n"))
        .hasMessageEndingWith("row 2: the split is empty, while other rows have one");
  }

  @Test
  void read_twoColumns_isATestSetWhoseNamesSayTheRest() throws IOException {
    List<Sample> samples = read("label,path\nfear,S010_004_00000017.png\n\n");
    assertThat(samples).extracting(Sample::split).containsExactly(Split.TEST);
    assertThat(samples).extracting(Sample::subject).containsExactly("S010");
    assertThat(samples.get(0).origin().sequence()).isEqualTo("S010_004");
  }

  @Test
  void read_brokenAndMissingImages_areLeftOutAndNamed() throws IOException {
    Files.writeString(folder.resolve("broken.png"), "not an image");
    read("path,label\nS010_004_00000017.png,sad\nbroken.png,sad\nnone.png,sad\n");
    assertThat(problems).hasSize(2);
    assertThat(problems.get(0)).startsWith("broken.png: ");
  }

  @Test
  void read_unknownLabelSplitOrCells_areRefusedWithTheirRow() {
    assertThatThrownBy(() -> read("path,label\na.png,bored\n"))
        .hasMessageContaining("row 1: the label \"bored\" is no expression");
    assertThatThrownBy(() -> read("path,label,split\na.png,sad,first\n"))
        .hasMessageContaining("row 1: the split \"first\" is not train, val or test");
    assertThatThrownBy(() -> read("path,label\nS010_004_00000017.png,sad\na.png\n"))
        .hasMessageContaining("row 2: 1 cells under 2 columns");
    assertThatThrownBy(() -> read("path,label\n,sad\n"))
        .hasMessageContaining("row 1: the path is empty");
    assertThatThrownBy(() -> read("path,label,label\na.png,sad,sad\n"))
        .hasMessageContaining("two columns \"label\"");
  }

  @Test
  void read_whatIsNoUtf8_orHasNoImages_saysSo() throws IOException {
    Path latin = manifest("");
    Files.write(latin, "path,label\nr\u00e9.png,sad\n".getBytes(StandardCharsets.ISO_8859_1));
    assertThatThrownBy(
            () ->
                ManifestReader.read(
                    latin,
                    new FaceImages(
                        new ImageReader(ImageReader.DEFAULT_MAX_PIXELS), image -> List.of()),
                    problems::add))
        .hasMessageContaining("is not UTF-8 text");
    assertThatThrownBy(() -> read("path,label\nnone.png,sad\n"))
        .hasMessageContaining("lists no image that can be read: none.png: ");
  }

  @Test
  void row18_cellWithoutEnd_isRefused() {
    assertThatThrownBy(() -> read("path,label\n\"" + "x".repeat(1 << 20) + "\",sad\n"))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("faces.csv");
  }

  @Test
  void isManifest_byItsColumns() throws IOException {
    assertThat(ManifestReader.isManifest(manifest("a,\"path\",label\n"))).isTrue();
    assertThat(ManifestReader.isManifest(manifest("emotion,pixels,Usage\n"))).isFalse();
    assertThat(ManifestReader.isManifest(folder)).isFalse();
    assertThat(ManifestReader.isManifest(folder.resolve("none.csv"))).isFalse();
  }
}
