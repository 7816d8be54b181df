package dev.mien.image;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mien.SamplePhotos;
import java.awt.color.ColorSpace;
import java.awt.color.ICC_Profile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.Arrays;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SrgbProfileTest {
  private static final byte[] SRGB = ICC_Profile.getInstance(ColorSpace.CS_sRGB).getData();

  @Test
  void matches_srgb_only() {
    assertThat(SrgbProfile.matches(SRGB)).isTrue();
    for (int other : new int[] {ColorSpace.CS_LINEAR_RGB, ColorSpace.CS_GRAY, ColorSpace.CS_PYCC}) {
      assertThat(SrgbProfile.matches(ICC_Profile.getInstance(other).getData())).isFalse();
    }
  }

  @Test
  void matches_aDamagedProfile_isFalse() {
    for (int length = 0; length < SRGB.length; length += 97) {
      assertThat(SrgbProfile.matches(Arrays.copyOf(SRGB, length))).isFalse();
    }
    for (int at = 0; at < SRGB.length; at += 7) {
      byte[] damaged = SRGB.clone();
      damaged[at] ^= (byte) 0xff;
      SrgbProfile.matches(damaged); // Whatever it says, it does not throw.
    }
  }

  @Test
  void matches_aCurveThatClaimsToBeLong_isFalseWithoutMakingRoomForIt() {
    for (int count : new int[] {0x7ffffff0, 0x10000000, -1, 5000, 0}) {
      assertThat(SrgbProfile.matches(withCurveCount(count))).isFalse();
    }
  }

  private static byte[] withCurveCount(int count) {
    ByteBuffer profile = ByteBuffer.wrap(SRGB.clone());
    return profile.putInt(redCurve(profile) + 8, count).array();
  }

  /** Where the tag with the curve of red begins. */
  private static int redCurve(ByteBuffer profile) {
    int tags = profile.getInt(128);
    return IntStream.range(0, tags)
        .map(i -> 132 + 12 * i)
        .filter(entry -> profile.getInt(entry) == 0x72545243) // "rTRC"
        .map(entry -> profile.getInt(entry + 4))
        .findFirst()
        .orElseThrow();
  }

  /** Black is clipped: six levels of 255 are lost. */
  @Test
  void matches_aCurveThatIsOffInTheShadows_isFalse() {
    ByteBuffer profile = ByteBuffer.wrap(SRGB.clone());
    int curve = redCurve(profile);
    for (int k = 0; k < 25; k++) {
      profile.putShort(curve + 12 + 2 * k, (short) 0);
    }
    assertThat(SrgbProfile.matches(profile.array())).isFalse();
  }

  /** The photo has the profile that most cameras and programs write. */
  @Test
  void prepare_aPhotoWithAnSrgbProfile_leavesItOut() throws IOException {
    byte[] photo = Files.readAllBytes(SamplePhotos.path(1));
    byte[] prepared = JpegFile.prepare(photo, new PixelLimit(10_000_000)).bytes();
    assertThat(new String(photo, StandardCharsets.ISO_8859_1)).contains("ICC_PROFILE");
    assertThat(new String(prepared, StandardCharsets.ISO_8859_1)).doesNotContain("ICC_PROFILE");
  }
}
