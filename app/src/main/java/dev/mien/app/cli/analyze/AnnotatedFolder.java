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
 * both stay; which is called what depends on the inputs and on what is there already, so that a run
 * that goes on uses the names of the one that was stopped. A picture that was there before is only
 * replaced if Mien made it of the same image; one of another image keeps its name, and the new one
 * gets a number.
 */
final class AnnotatedFolder {
  private static final String STANDARD_INPUT = "image.jpg";

  private final Path folder;
  private final boolean force;
  private final Annotator annotator;
  private final Map<String, String> names = new HashMap<>();
  private final Set<String> used = new HashSet<>();

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
    for (Path input : inputs) {
      names.computeIfAbsent(input.toString(), this::unused);
    }
  }

  /**
   * A picture that was written.
   *
   * @param renamed whether it has another name than its image, because that was taken before the
   *     run
   */
  record Picture(Path file, boolean renamed) {}

  /**
   * Writes the picture of one image.
   *
   * @param mark which image it is
   */
  Picture write(ImageResult result, RgbImage image, MarkedPicture mark) throws IOException {
    String named = names.getOrDefault(result.source(), STANDARD_INPUT);
    Path expected = folder.resolve(named);
    Path target = expected;
    while (!force && Files.exists(target) && mark.isOfAnother(target)) {
      target = folder.resolve(unused(result.source().isEmpty() ? STANDARD_INPUT : result.source()));
    }
    boolean png = named.endsWith(".png");
    BufferedImage picture = annotator.annotate(image, result);
    try (OutputFile written = OutputFile.prepare(target, FileKind.IMAGE, inputs(result), force)) {
      Files.write(written.path(), png ? mark.png(picture) : mark.jpeg(picture));
      Path file = written.commit();
      return new Picture(file, !file.equals(expected));
    }
  }

  private static List<Path> inputs(ImageResult result) {
    return result.source().isEmpty() ? List.of() : List.of(Path.of(result.source()));
  }

  private String unused(String source) {
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
