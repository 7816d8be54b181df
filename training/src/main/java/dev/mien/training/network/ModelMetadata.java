package dev.mien.training.network;

import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.StringStringEntryProto;
import com.google.protobuf.InvalidProtocolBufferException;
import dev.mien.training.dataset.ImageFingerprints;

/** What a model file says beside its graph and its card. */
public final class ModelMetadata {
  /** The key of the fingerprints of the training images. */
  public static final String TRAINING_IMAGES = "mien.training_images";

  private ModelMetadata() {}

  /**
   * Which images the model, and the models that it was made from, were trained on; none if the file
   * does not say.
   *
   * @throws IllegalArgumentException if the bytes are not an ONNX model, or what it says is damaged
   */
  public static ImageFingerprints trainingImages(byte[] model) {
    try {
      for (StringStringEntryProto entry : ModelProto.parseFrom(model).getMetadataPropsList()) {
        if (entry.getKey().equals(TRAINING_IMAGES)) {
          return ImageFingerprints.parse(entry.getValue());
        }
      }
    } catch (InvalidProtocolBufferException e) {
      throw new IllegalArgumentException("not an ONNX model", e);
    }
    return ImageFingerprints.NONE;
  }
}
