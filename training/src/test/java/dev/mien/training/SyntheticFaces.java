package dev.mien.training;

import dev.mien.expression.Emotion;
import dev.mien.training.dataset.Sample;
import dev.mien.training.dataset.Split;
import dev.mien.training.dataset.Votes;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.SplittableRandom;
import javax.imageio.ImageIO;

/** Seven easily told patterns in place of faces, for tests that need no data set. */
public final class SyntheticFaces {
  private SyntheticFaces() {}

  /** The same with votes, all ten for the label. */
  public static List<Sample> withVotes(int count) {
    return make(count).stream()
        .map(
            sample ->
                new Sample(
                    sample.row(),
                    sample.pixels(),
                    sample.label(),
                    Votes.unanimous(Emotion.FER2013_ORDER.get(sample.label())),
                    sample.split()))
        .toList();
  }

  /** As many samples as asked for; every fourth belongs to the validation split. */
  public static List<Sample> make(int count) {
    SplittableRandom random = new SplittableRandom(5);
    List<Sample> samples = new ArrayList<>();
    for (int row = 0; row < count; row++) {
      int label = row % 7;
      byte[] pixels = new byte[Sample.SIZE * Sample.SIZE];
      for (int i = 0; i < pixels.length; i++) {
        int x = i % Sample.SIZE;
        int y = i / Sample.SIZE;
        double wave = Math.sin((label + 1) * (label % 2 == 0 ? x : y) / 8.0);
        pixels[i] = (byte) (128 + 80 * wave + random.nextInt(20));
      }
      Split split = row % 4 == 3 ? Split.VALIDATION : Split.TRAINING;
      samples.add(new Sample(row, pixels, label, null, split));
    }
    return samples;
  }

  /** Writes the pattern of a row as a picture; folders are made. */
  public static void writePng(Path file, int row) throws IOException {
    Files.createDirectories(Objects.requireNonNull(file.getParent()));
    BufferedImage image = new BufferedImage(Sample.SIZE, Sample.SIZE, BufferedImage.TYPE_BYTE_GRAY);
    image
        .getRaster()
        .setDataElements(0, 0, Sample.SIZE, Sample.SIZE, make(row + 1).get(row).pixels());
    ImageIO.write(image, "png", file.toFile());
  }
}
