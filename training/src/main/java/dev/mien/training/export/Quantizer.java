package dev.mien.training.export;

import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.StringStringEntryProto;
import com.google.protobuf.InvalidProtocolBufferException;
import dev.mien.expression.ModelCard;
import dev.mien.expression.ModelException;
import dev.mien.expression.onnx.OnnxExpressionModel;
import dev.mien.training.dataset.ImageFingerprints;
import dev.mien.training.dataset.Protocol;
import dev.mien.training.dataset.Sample;
import dev.mien.training.dataset.Split;
import dev.mien.training.network.ModelMetadata;
import dev.mien.training.predict.Cropping;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;

/**
 * Makes the 8-bit form of a model file (post-training static quantisation): smaller, and faster on
 * most processors. The ranges of activations are measured on faces of the training split, the
 * figures on the card anew on the validation split. Temperatures, prior and threshold stay.
 */
public final class Quantizer {
  /** The most faces that ranges are measured on; more change no scale by a percent. */
  private static final int CALIBRATION_FACES = 1024;

  /** Reductions take their axes as an input from opset 18 on, scales one an axis from 13 on. */
  private static final int FIRST_OPSET = 13;

  private static final int LAST_OPSET = 17;

  private final ModelProto model;
  private final ModelCard card;
  private final ImageFingerprints seen;
  private final QuantizedConvolutions convolutions;

  /**
   * Reads a model.
   *
   * @param file content of a file as {@code mien export} writes it
   * @param title how messages call it
   * @throws IOException if it cannot be read, is an 8-bit form itself, or has no convolution that
   *     would gain
   */
  public Quantizer(byte[] file, String title) throws IOException {
    try (OnnxExpressionModel opened = OnnxExpressionModel.open(file, title, 1)) {
      card = opened.card();
    }
    model = parse(file, title);
    seen = ModelMetadata.trainingImages(file);
    GraphProto graph = model.getGraph();
    if (graph.getNodeList().stream().anyMatch(node -> node.getOpType().equals("QuantizeLinear"))) {
      throw new IOException(title + " is in 8 bits already");
    }
    long opset =
        model.getOpsetImportList().stream()
            .filter(set -> set.getDomain().isEmpty())
            .mapToLong(set -> set.getVersion())
            .findFirst()
            .orElse(0);
    if (opset < FIRST_OPSET || opset > LAST_OPSET) {
      throw new IOException(
          "%s is written for opset %d of ONNX; models of %d to %d can be quantised"
              .formatted(title, opset, FIRST_OPSET, LAST_OPSET));
    }
    convolutions = new QuantizedConvolutions(graph);
    if (convolutions.count() == 0) {
      throw new IOException(title + " has no convolution that would gain by 8 bits");
    }
  }

  private static ModelProto parse(byte[] file, String title) throws ModelException {
    try {
      return ModelProto.parseFrom(file);
    } catch (InvalidProtocolBufferException e) {
      throw new ModelException(title + " is not an ONNX model", e);
    }
  }

  /** The card of the model as it is. */
  public ModelCard card() {
    return card;
  }

  /** The images that the model was trained on, as far as its file says. */
  public ImageFingerprints trainingImages() {
    return seen;
  }

  /**
   * The 8-bit form.
   *
   * @param name on the card
   * @param samples the data that the model was trained on, divided into splits
   * @param protocols under which it is measured on the validation split
   * @throws IOException if the data has no training or no validation split, or the model cannot be
   *     quantised
   */
  public byte[] quantize(String name, List<Sample> samples, List<Protocol> protocols)
      throws IOException {
    List<Sample> validation = Split.VALIDATION.of(samples);
    List<Sample> training = Split.TRAINING.of(samples);
    if (training.isEmpty() || validation.isEmpty()) {
      throw new IOException("the data has no training and validation split to calibrate on");
    }
    List<Sample> calibration = spread(training);
    GraphProto int8 =
        Int8Graph.of(
            model.getGraph(),
            convolutions,
            ActivationRange.measure(
                model,
                convolutions.tensors(),
                calibration.stream().map(Cropping.asItIs()::crop).toList()));
    byte[] bytes =
        withCard(
            model.toBuilder().setGraph(int8),
            card.withFigures(List.of())
                .withNameAndData(name, card.data() + "; " + inWords(calibration)));
    return CardFigures.record(bytes, CardFigures.measure(bytes, seen, samples, protocols));
  }

  /** Samples that are evenly spaced over the split. */
  private static List<Sample> spread(List<Sample> training) {
    int count = Math.min(CALIBRATION_FACES, training.size());
    return IntStream.range(0, count)
        .mapToObj(i -> training.get((int) ((long) i * training.size() / count)))
        .toList();
  }

  private String inWords(List<Sample> calibration) {
    return String.format(
        Locale.ROOT,
        "convolutions in 8 bits, calibrated on %,d %s",
        calibration.size(),
        seen.countOf(calibration) == calibration.size() ? "of its training images" : "images");
  }

  private static byte[] withCard(ModelProto.Builder changed, ModelCard newCard) {
    for (int i = 0; i < changed.getMetadataPropsCount(); i++) {
      StringStringEntryProto entry = changed.getMetadataProps(i);
      if (entry.getKey().equals(ModelCard.METADATA_KEY)) {
        changed.setMetadataProps(i, entry.toBuilder().setValue(newCard.toJson()));
      }
    }
    return changed.build().toByteArray();
  }
}
