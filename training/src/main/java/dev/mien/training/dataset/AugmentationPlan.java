package dev.mien.training.dataset;

/**
 * How training images are varied.
 *
 * @param rotation largest rotation to either side, degrees
 * @param shift largest shift along either axis, pixels
 * @param scale largest relative enlargement or reduction
 * @param shear largest shear
 * @param contrast largest relative change of contrast
 * @param gamma largest relative change of gamma: light that bends grey values
 * @param exposure probability of overexposure: grey values multiplied by up to 2, and cut off at
 *     white
 * @param shade probability of a linear shadow across the face
 * @param blur probability of a small blur
 * @param motionBlur probability of a mean along a line of up to 7 pixels, in any direction
 * @param noise probability of added Gaussian noise
 * @param lowResolution probability of being reduced and enlarged again
 * @param erase probability of one erased rectangle (Zhong et al., AAAI 2020)
 * @param mixup probability that a batch is mixed with its own shuffle: half mixup (Zhang et al.,
 *     ICLR 2018), half CutMix (Yun et al., ICCV 2019)
 */
public record AugmentationPlan(
    double rotation,
    double shift,
    double scale,
    double shear,
    double contrast,
    double gamma,
    double exposure,
    double shade,
    double blur,
    double motionBlur,
    double noise,
    double lowResolution,
    double erase,
    double mixup) {
  /** Checks that probabilities are some and that faces do not shrink to nothing. */
  public AugmentationPlan {
    for (double probability :
        new double[] {exposure, shade, blur, motionBlur, noise, lowResolution, erase, mixup}) {
      if (!(probability >= 0 && probability <= 1)) {
        throw new IllegalArgumentException("augmentation: probabilities lie in [0, 1]");
      }
    }
    if (!(scale >= 0 && scale < 1 && contrast >= 0 && contrast < 1 && gamma >= 0 && gamma < 1)) {
      throw new IllegalArgumentException("augmentation: scale, contrast and gamma lie in [0, 1)");
    }
  }
}
