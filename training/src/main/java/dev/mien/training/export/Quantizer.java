package dev.mien.training.export;

import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.StringStringEntryProto;
import com.google.protobuf.InvalidProtocolBufferException;
import dev.mien.expression.ModelCard;
import dev.mien.expression.ModelException;
import dev.mien.face.AlignedFace;
import dev.mien.training.dataset.Protocol;
import dev.mien.training.dataset.Sample;
import dev.mien.training.dataset.Split;
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

  private Quantizer() {}

  /**
   * The 8-bit form.
   *
   * @param model content of a file as {@code mien export} writes it
   * @param name on the card
   * @param samples the data that the model was trained on, divided into splits
   * @param protocols under which it is measured on the validation split
   * @throws IOException if the data has no training or no validation split, or the model cannot be
   *     read, is an 8-bit form itself, or has no convolution that would gain
   */
  public static byte[] quantize(
      byte[] model, String name, List<Sample> samples, List<Protocol> protocols)
      throws IOException {
    List<Sample> validation = Split.VALIDATION.of(samples);
    List<Sample> training = Split.TRAINING.of(samples);
    if (training.isEmpty() || validation.isEmpty()) {
      throw new IOException("the data has no training and validation split to calibrate on");
    }
    ModelProto proto = parse(model);
    GraphProto graph = proto.getGraph();
    if (graph.getNodeList().stream().anyMatch(node -> node.getOpType().equals("QuantizeLinear"))) {
      throw new IOException("the model is in 8 bits already");
    }
    QuantizedConvolutions convolutions = new QuantizedConvolutions(graph);
    if (convolutions.count() == 0) {
      throw new IOException("the model has no convolution that would gain by 8 bits");
    }
    List<AlignedFace> faces = faces(training);
    GraphProto int8 =
        Int8Graph.of(
            graph, convolutions, ActivationRange.measure(proto, convolutions.tensors(), faces));
    ModelProto.Builder quantized = proto.toBuilder().setGraph(int8);
    rename(quantized, name, faces.size());
    byte[] bytes = quantized.build().toByteArray();
    return CardFigures.record(bytes, CardFigures.measure(bytes, validation, protocols));
  }

  private static ModelProto parse(byte[] model) throws IOException {
    try {
      return ModelProto.parseFrom(model);
    } catch (InvalidProtocolBufferException e) {
      throw new ModelException("not an ONNX model", e);
    }
  }

  /** Evenly spaced over the training split. */
  private static List<AlignedFace> faces(List<Sample> training) {
    int count = Math.min(CALIBRATION_FACES, training.size());
    return IntStream.range(0, count)
        .mapToObj(i -> training.get((int) ((long) i * training.size() / count)))
        .map(Cropping.asItIs()::crop)
        .toList();
  }

  /** Names the model anew, and takes figures from the card that are those of the 32-bit form. */
  private static void rename(ModelProto.Builder model, String name, int faces)
      throws ModelException {
    for (int i = 0; i < model.getMetadataPropsCount(); i++) {
      StringStringEntryProto entry = model.getMetadataProps(i);
      if (entry.getKey().equals(ModelCard.METADATA_KEY)) {
        ModelCard card = ModelCard.parse(entry.getValue());
        String data =
            String.format(
                Locale.ROOT,
                "%s; convolutions in 8 bits, calibrated on %,d of its training images",
                card.data(),
                faces);
        model.setMetadataProps(
            i,
            entry.toBuilder()
                .setValue(card.withFigures(List.of()).withNameAndData(name, data).toJson()));
        return;
      }
    }
    throw new ModelException("it carries no card (metadata " + ModelCard.METADATA_KEY + ")");
  }
}
