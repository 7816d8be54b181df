package dev.mien.training.evaluate;

import dev.mien.face.AlignedFace;
import dev.mien.geometry.Similarity;
import dev.mien.training.dataset.Sample;
import java.util.ArrayList;
import java.util.List;

/** Several views of one face, whose answers are averaged at test time. */
public enum Views {
  /** The face as it comes. */
  ONE("one view"),
  /** The face and its mirror image. */
  FLIP("mirrored too"),
  /** Four corners and the centre, 44 of 48 pixels enlarged, and their mirror images. */
  TEN_CROP("ten crops");

  private static final int CROP = 44;

  private final String title;

  Views(String title) {
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
      AlignedFace face = cropping.crop(sample);
      int size = face.size();
      byte[] mirrored = new byte[size * size];
      for (int i = 0; i < mirrored.length; i++) {
        mirrored[i] = face.grey()[i / size * size + size - 1 - i % size];
      }
      return new AlignedFace(size, mirrored, Similarity.IDENTITY);
    };
  }

  private static AlignedFace enlarged(AlignedFace face, int left, int top) {
    int size = face.size();
    double step = (double) CROP / size;
    byte[] grey = face.grey();
    byte[] out = new byte[size * size];
    for (int y = 0; y < size; y++) {
      double sy = top + Math.min(CROP - 1.0, Math.max(0, (y + 0.5) * step - 0.5));
      int row = Math.min(size - 2, (int) sy);
      for (int x = 0; x < size; x++) {
        double sx = left + Math.min(CROP - 1.0, Math.max(0, (x + 0.5) * step - 0.5));
        int column = Math.min(size - 2, (int) sx);
        double fx = sx - column;
        double fy = sy - row;
        int i = row * size + column;
        double upper = (grey[i] & 0xff) * (1 - fx) + (grey[i + 1] & 0xff) * fx;
        double lower = (grey[i + size] & 0xff) * (1 - fx) + (grey[i + size + 1] & 0xff) * fx;
        out[y * size + x] = (byte) Math.round(upper * (1 - fy) + lower * fy);
      }
    }
    return new AlignedFace(size, out, Similarity.IDENTITY);
  }
}
