package example;

import dev.mien.FaceResult;
import dev.mien.Mien;
import java.nio.file.Path;

/** Says what the faces of a photo show: mvn compile exec:java -Dexec.args=photo.jpg */
public final class Hello {
  private Hello() {}

  public static void main(String[] arguments) throws Exception {
    try (Mien mien = Mien.open()) {
      for (FaceResult face : mien.analyze(Path.of(arguments[0])).faces()) {
        System.out.printf("%s %.0f %%%n", face.label(), 100 * face.scores().confidence());
      }
    }
  }
}
