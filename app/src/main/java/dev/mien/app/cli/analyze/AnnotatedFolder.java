package dev.mien.app.cli.analyze;

import dev.mien.ImageResult;
import dev.mien.app.cli.files.FileKind;
import dev.mien.app.cli.files.Fonts;
import dev.mien.app.cli.files.OutputException;
import dev.mien.app.cli.files.OutputFile;
import dev.mien.app.cli.files.OutputFolder;
import dev.mien.image.RgbImage;
import dev.mien.output.Annotator;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * A folder of annotated pictures: PNG for PNG, JPEG for everything else. Two images of one name
 * both stay; which is called what depends on the inputs alone, so that a run that goes on uses the
 * names of the one that was stopped. A picture that was there before is only replaced if Mien wrote
 * it.
 */
final class AnnotatedFolder {
  private final Path folder;
  private final boolean force;
  private final Annotator annotator;
  private final Map<String, String> names = new HashMap<>();

  /**
   * Makes the folder and checks that nothing is lost by writing into it.
   *
   * @param inputs what is analysed
   * @param force whether pictures that Mien did not write may be replaced
   * @throws OutputException if it cannot be written to, holds inputs, or text cannot be drawn
   */
  AnnotatedFolder(Path folder, Collection<Path> inputs, boolean attention, boolean force)
      throws OutputException {
    Fonts.require();
    this.folder = OutputFolder.prepare(folder, inputs);
    this.force = force;
    annotator = new Annotator(attention);
    Set<String> used = new HashSet<>();
    for (Path input : inputs) {
      names.computeIfAbsent(input.toString(), source -> unused(source, used));
    }
  }

  void write(ImageResult result, RgbImage image) throws IOException {
    String name = names.getOrDefault(result.source(), "image.jpg"); // from standard input
    boolean png = name.endsWith(".png");
    Path target = folder.resolve(name);
    if (!force && Files.exists(target) && !MarkedPicture.isMarked(target)) {
      throw new IOException(
          target + " exists and was not written by Mien: add --force to replace it");
    }
    BufferedImage picture = annotator.annotate(image, result);
    try (OutputFile file = OutputFile.prepare(target, FileKind.IMAGE, inputs(result), force)) {
      Files.write(file.path(), png ? MarkedPicture.png(picture) : MarkedPicture.jpeg(picture));
      file.commit();
    }
  }

  private static List<Path> inputs(ImageResult result) {
    return result.source().isEmpty() ? List.of() : List.of(Path.of(result.source()));
  }

  private static String unused(String source, Set<String> used) {
    String fileName = String.valueOf(Path.of(source).getFileName());
    int dot = fileName.lastIndexOf('.');
    String stem = dot > 0 ? fileName.substring(0, dot) : fileName;
    String extension = fileName.toLowerCase(Locale.ROOT).endsWith(".png") ? ".png" : ".jpg";
    String name = stem + extension;
    for (int i = 2; !used.add(name); i++) {
      name = stem + "-" + i + extension;
    }
    return name;
  }
}
