package dev.mien.training.train;

import dev.mien.expression.onnx.InstalledModels;
import dev.mien.expression.onnx.OnnxExpressionModel;
import dev.mien.training.dataset.ImageFingerprints;
import dev.mien.training.dataset.Sample;
import dev.mien.training.network.HybridNet;
import dev.mien.training.network.ModelMetadata;
import dev.mien.training.predict.Cropping;
import dev.mien.training.predict.Predictions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;

/** A model whose answers on the training images join the targets of another (distillation). */
public sealed interface Teacher {

  /** Which model this is: the SHA-256 of its weights, in hexadecimal digits. */
  String sha256();

  /**
   * The images that it learnt from, as far as it says.
   *
   * @throws IOException if what it says cannot be read
   */
  ImageFingerprints trainingImages() throws IOException;

  /**
   * What the model says of images as they are.
   *
   * @param device on which a network of PyTorch is computed; a model file is always computed on the
   *     processor
   * @param progress receives the number of images done so far; what it throws ends the asking
   * @throws IOException if the model cannot be opened
   */
  Predictions ask(List<Sample> samples, Device device, IntConsumer progress) throws IOException;

  /**
   * The model as a network on a device, which can be asked of every variation of an image.
   *
   * @throws IOException if the model cannot be opened, or is not one of the present network
   */
  HybridNet network(Device device) throws IOException;

  /**
   * An exported model: its answers to images as they are, are calibrated; those of its {@link
   * #network} are not.
   */
  static Teacher ofModel(byte[] model) {
    return new ModelFile(model);
  }

  /**
   * The averaged weights of the best epoch of a training run, whose answers are not calibrated.
   *
   * @throws IOException if the folder holds no such weights
   */
  static Teacher ofRun(Path folder) throws IOException {
    Path weights = folder.resolve(Checkpoint.BEST);
    if (!Files.isRegularFile(weights)) {
      throw new IOException(folder + " holds no training run that has finished an epoch");
    }
    return new Run(folder, InstalledModels.sha256(Files.readAllBytes(weights)));
  }

  /** {@link #ofModel}. */
  record ModelFile(byte[] model) implements Teacher {
    @Override
    public ImageFingerprints trainingImages() {
      return ModelMetadata.trainingImages(model);
    }

    @Override
    public String sha256() {
      return InstalledModels.sha256(model);
    }

    @Override
    public Predictions ask(List<Sample> samples, Device device, IntConsumer progress)
        throws IOException {
      int threads = Runtime.getRuntime().availableProcessors();
      try (OnnxExpressionModel teacher = OnnxExpressionModel.open(model, "the teacher", threads)) {
        return Predictions.of(teacher, samples, Cropping.asItIs(), progress);
      }
    }

    @Override
    public HybridNet network(Device device) throws IOException {
      try {
        return HybridNet.open(model, device.resolve());
      } catch (IOException e) {
        throw new IOException(
            "with teacher_views, teachers are runs and model files of the present network in 32 bits, which one of these is not",
            e);
      }
    }
  }

  /**
   * The images that any of several teachers learnt from.
   *
   * @throws IOException if what one of them says cannot be read
   */
  static ImageFingerprints trainingImagesOf(List<Teacher> teachers) throws IOException {
    ImageFingerprints all = ImageFingerprints.NONE;
    for (Teacher teacher : teachers) {
      all = all.and(teacher.trainingImages());
    }
    return all;
  }

  /** The same model, which is asked about the same samples only once: for runs on the same data. */
  default Teacher rememberingAnswers() {
    return new Remembering(this);
  }

  /** {@link #rememberingAnswers}; thread-safe. */
  final class Remembering implements Teacher {
    private final Teacher teacher;
    private List<Sample> asked = List.of();
    private @Nullable Predictions answers;

    private Remembering(Teacher teacher) {
      this.teacher = teacher;
    }

    @Override
    public String sha256() {
      return teacher.sha256();
    }

    @Override
    public ImageFingerprints trainingImages() throws IOException {
      return teacher.trainingImages();
    }

    @Override
    public synchronized Predictions ask(List<Sample> samples, Device device, IntConsumer progress)
        throws IOException {
      Predictions known = answers;
      if (known == null || !asked.equals(samples)) {
        known = teacher.ask(samples, device, progress);
        answers = known;
        asked = List.copyOf(samples);
      }
      return known;
    }

    @Override
    public HybridNet network(Device device) throws IOException {
      return teacher.network(device);
    }
  }

  /** {@link #ofRun}. */
  record Run(Path folder, String sha256) implements Teacher {
    @Override
    public ImageFingerprints trainingImages() throws IOException {
      return TrainedRun.readTrainingImages(folder);
    }

    @Override
    public Predictions ask(List<Sample> samples, Device device, IntConsumer progress)
        throws IOException {
      return Logits.of(network(device), samples, progress).answers();
    }

    @Override
    public HybridNet network(Device device) throws IOException {
      if (!sha256.equals(
          InstalledModels.sha256(Files.readAllBytes(folder.resolve(Checkpoint.BEST))))) {
        throw new IOException(
            folder + " has another best epoch by now: a teacher's own training must be over");
      }
      return TrainedRun.open(folder, device).network();
    }
  }
}
