package dev.mien.spark;

import dev.mien.Mien;
import dev.mien.app.image.HeifDecoder;
import dev.mien.image.ImageException;
import dev.mien.image.ImageException.Reason;
import dev.mien.image.ImageReader;
import dev.mien.image.RgbImage;
import java.io.ByteArrayInputStream;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.LocalFileSystem;
import org.apache.spark.sql.Row;
import org.jspecify.annotations.Nullable;

/**
 * Reads what a row holds: bytes, a path of any file system that Hadoop knows, or a struct of
 * Spark's {@code binaryFile} or {@code image} data source. Whether bytes are a picture or a film is
 * told by what they are, not by a name. A film is copied to a temporary file unless it lies in one,
 * so that it need not fit into memory.
 */
final class ContentReader {
  private static final int MAX_PICTURE_BYTES = 512 << 20;
  private static final HeifDecoder HEIF = new HeifDecoder();

  private final Mien mien;
  private final Configuration hadoop;

  ContentReader(Mien mien, Configuration hadoop) {
    this.mien = mien;
    this.hadoop = hadoop;
  }

  /**
   * Reads a value; whatever is wrong with it becomes a {@link Content.Failure}.
   *
   * @param value bytes, a path, a struct or null
   */
  Content read(@Nullable Object value) {
    try {
      return readValue(value);
    } catch (ImageException e) {
      return new Content.Failure(RowError.of(e));
    } catch (FileNotFoundException e) {
      return new Content.Failure(RowError.of(Reason.FILE, "there is no such file"));
    } catch (IOException e) {
      return new Content.Failure(
          RowError.of(Reason.FILE, "the file cannot be read: " + e.getMessage()));
    } catch (Exception | Error e) {
      return new Content.Failure(RowError.of(e));
    }
  }

  private Content readValue(@Nullable Object value) throws Exception {
    if (value instanceof byte[] bytes) {
      return ofBytes(bytes);
    }
    if (value instanceof String path) {
      return ofPath(path);
    }
    if (value instanceof Row row) {
      return InputKind.isImage(row.schema())
          ? new Content.Picture(ImageStruct.read(row, (int) ImageReader.DEFAULT_MAX_PIXELS))
          : readValue(row.getAs(InputKind.CONTENT));
    }
    return new Content.Failure(RowError.missing());
  }

  private Content ofBytes(byte[] bytes) throws Exception {
    if (!FilmSignature.matches(bytes)) {
      return new Content.Picture(picture(bytes));
    }
    return temporary(new ByteArrayInputStream(bytes));
  }

  private RgbImage picture(byte[] bytes) throws Exception {
    return HEIF.accepts(bytes)
        ? NativeLibraries.withFfmpeg(() -> mien.read(bytes))
        : mien.read(bytes);
  }

  private Content ofPath(String name) throws Exception {
    org.apache.hadoop.fs.Path path;
    FileSystem files;
    try {
      path = new org.apache.hadoop.fs.Path(name);
      files = path.getFileSystem(hadoop);
    } catch (IllegalArgumentException e) {
      throw new ImageException(Reason.FILE, "it is not the path of a file: " + e.getMessage(), e);
    }
    if (files.getFileStatus(path).isDirectory()) {
      throw new ImageException(Reason.FILE, "it is a folder, not an image");
    }
    try (InputStream in = files.open(path)) {
      byte[] beginning = in.readNBytes(FilmSignature.LENGTH);
      InputStream all = new SequenceInputStream(new ByteArrayInputStream(beginning), in);
      if (FilmSignature.matches(beginning)) {
        return files instanceof LocalFileSystem local
            ? new Content.Film(local.pathToFile(path).toPath(), false)
            : temporary(all);
      }
      byte[] bytes = all.readNBytes(MAX_PICTURE_BYTES + 1);
      if (bytes.length > MAX_PICTURE_BYTES) {
        throw new ImageException(
            Reason.LIMIT, "the file is larger than " + (MAX_PICTURE_BYTES >> 20) + " MiB");
      }
      return new Content.Picture(picture(bytes));
    }
  }

  private static Content temporary(InputStream film) throws IOException {
    Path file = Files.createTempFile("mien", ".film");
    try {
      Files.copy(film, file, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException | RuntimeException e) {
      Files.deleteIfExists(file);
      throw e;
    }
    return new Content.Film(file, true);
  }
}
