package dev.mien.image;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mien.SamplePhotos;
import java.awt.color.ColorSpace;
import java.awt.color.ICC_Profile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.Arrays;
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

  /** The photo has the profile that most cameras and programs write. */
  @Test
  void prepare_aPhotoWithAnSrgbProfile_leavesItOut() throws IOException {
    byte[] photo = Files.readAllBytes(SamplePhotos.path(1));
    byte[] prepared = JpegFile.prepare(photo, new PixelLimit(10_000_000)).bytes();
    assertThat(new String(photo, StandardCharsets.ISO_8859_1)).contains("ICC_PROFILE");
    assertThat(new String(prepared, StandardCharsets.ISO_8859_1)).doesNotContain("ICC_PROFILE");
  }
}
