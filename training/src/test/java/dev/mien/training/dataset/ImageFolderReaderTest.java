package dev.mien.training.dataset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mien.expression.Emotion;
import dev.mien.image.ImageReader;
import dev.mien.training.SyntheticFaces;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ImageFolderReaderTest {
  private final List<String> problems = new ArrayList<>();

  @TempDir private Path folder;

  private List<Sample> read() throws IOException {
    return ImageFolderReader.read(
        folder,
        new FaceImages(new ImageReader(ImageReader.DEFAULT_MAX_PIXELS), image -> List.of()),
        problems::add);
  }

  private void put(String file) throws IOException {
    SyntheticFaces.writePng(folder.resolve(file), 3);
  }

  @Test
  void read_classFolders_mapsTheirNames() throws IOException {
    put("happy/a.png");
    put("Contempt/S010_004_00000017.png");
    put("3_fear/b.png");
    List<Sample> samples = read();
    assertThat(samples)
        .extracting(Protocol.FOLDER::labelOf)
        .containsExactly(
            Emotion.FEAR.ordinal(), Emotion.CONTEMPT.ordinal(), Emotion.HAPPINESS.ordinal());
    assertThat(samples).extracting(Sample::label).containsExactly(2, -1, 3);
    assertThat(samples).extracting(Sample::subject).containsExactly(null, "S010", null);
    assertThat(samples).extracting(Sample::split).containsOnly(Split.TEST);
    assertThat(samples.get(2).pixels()).isEqualTo(SyntheticFaces.make(4).get(3).pixels());
    assertThat(problems).isEmpty();
  }

  @Test
  void read_dividedFolder_takesItsSplits() throws IOException {
    put("train/anger/a.png");
    put("val/anger/a.png");
    put("test/sad/a.png");
    assertThat(read())
        .extracting(Sample::split)
        .containsExactlyInAnyOrder(Split.TRAINING, Split.VALIDATION, Split.TEST);
  }

  @Test
  void read_unknownClass_isRefusedWithTheKnownNames() throws IOException {
    put("happy/a.png");
    put("boredom/a.png");
    assertThatThrownBy(this::read)
        .isInstanceOf(IOException.class)
        .hasMessageContaining("boredom")
        .hasMessageContaining("happiness/happy/joy");
  }

  @Test
  void read_brokenImage_isLeftOutAndNamed() throws IOException {
    put("happy/a.png");
    Files.writeString(folder.resolve("happy/b.png"), "not an image");
    assertThat(read()).hasSize(1);
    assertThat(problems).singleElement().asString().contains("b.png");
  }

  @Test
  void read_imagesWhereNoneAreExpected_areNamed() throws IOException {
    put("train/happy/a.png");
    put("train/b.png");
    put("train/happy/more/c.png");
    assertThat(read()).hasSize(1);
    assertThat(problems)
        .hasSize(2)
        .anyMatch(line -> line.endsWith("b.png: it lies in no folder of an expression"))
        .anyMatch(
            line -> line.endsWith("c.png: it lies deeper than in the folder of its expression"));
  }

  @Test
  void read_folderWithoutImages_isRefused() throws IOException {
    Files.createDirectories(folder.resolve("happy"));
    assertThatThrownBy(this::read).hasMessageContaining("holds no images");
  }
}
