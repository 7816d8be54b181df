package dev.mien.training.evaluate;

import dev.mien.face.AlignedFace;
import dev.mien.geometry.Similarity;
import dev.mien.training.dataset.GreyPixels;
import dev.mien.training.dataset.Sample;
import dev.mien.training.predict.Cropping;
import java.util.ArrayList;
import java.util.List;

/** Several views of one face, whose answers are averaged at test time. */
public enum TestTimeAugmentation {
  /** The face as it comes. */
  ONE("one view"),
  /** The face and its mirror image. */
  FLIP("mirrored too"),
  /** Four corners and the centre, 44 of 48 pixels enlarged, and their mirror images. */
  TEN_CROP("ten crops");

  private static final int CROP = 44;

  private final String title;

  TestTimeAugmentation(String title) {
    this.title = title;
  }

  /** The name used in reports. */
  public String title() {
    return title;
  }

  /** The croppings whose answers are averaged. */
  public List<Cropping> of(Cropping cropping) {
    return switch (this) {
      case ONE -> List.of(cropping);
      case FLIP -> List.of(cropping, mirrored(cropping));
      case TEN_CROP -> tenCrops(cropping);
    };
  }

  private static List<Cropping> tenCrops(Cropping cropping) {
    int rest = Sample.SIZE - CROP;
    List<Cropping> crops = new ArrayList<>();
    for (int[] corner :
        new int[][] {{0, 0}, {rest, 0}, {0, rest}, {rest, rest}, {rest / 2, rest / 2}}) {
      Cropping crop = sample -> enlarged(cropping.crop(sample), corner[0], corner[1]);
      crops.add(crop);
      crops.add(mirrored(crop));
    }
    return crops;
  }

  private static Cropping mirrored(Cropping cropping) {
    return sample -> {
      byte[] grey = cropping.crop(sample).grey();
      return new AlignedFace(Sample.SIZE, GreyPixels.mirrored(grey), Similarity.IDENTITY);
    };
  }

  private static AlignedFace enlarged(AlignedFace face, int left, int top) {
    int size = Sample.SIZE;
    double step = (double) CROP / size;
    float[] grey = GreyPixels.toFloats(face.grey());
    byte[] out = new byte[size * size];
    for (int i = 0; i < out.length; i++) {
      int column = i % size;
      int row = i / size;
      double x = left + within((column + 0.5) * step - 0.5);
      double y = top + within((row + 0.5) * step - 0.5);
      out[i] = (byte) Math.round(GreyPixels.bilinear(grey, x, y));
    }
    return new AlignedFace(size, out, Similarity.IDENTITY);
  }

  private static double within(double position) {
    return Math.min(CROP - 1.0, Math.max(0, position));
  }
}
