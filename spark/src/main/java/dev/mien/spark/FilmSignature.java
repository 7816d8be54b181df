package dev.mien.spark;

import java.nio.charset.StandardCharsets;

/**
 * Tells films by their first bytes, so that nothing else is given to FFmpeg. Animated GIFs and
 * photos in the container of MP4 (HEIC, AVIF) are pictures.
 */
final class FilmSignature {
  /** How many bytes it takes to tell. */
  static final int LENGTH = 512;

  private static final int TRANSPORT_PACKET = 188;
  private static final byte TRANSPORT_SYNC = 0x47;

  private FilmSignature() {}

  /** Whether a file that begins so is a film. */
  static boolean matches(byte[] beginning) {
    if (beginning.length < 12) {
      return false;
    }
    String head =
        new String(beginning, 0, Math.min(beginning.length, 16), StandardCharsets.ISO_8859_1);
    return isMp4(head)
        || head.startsWith("\u001aE\u00df\u00a3") // Matroska, WebM
        || (head.startsWith("RIFF") && head.startsWith("AVI ", 8))
        || head.startsWith("FLV\u0001")
        || head.startsWith("OggS")
        || head.startsWith("0&\u00b2u\u008ef\u00cf\u0011") // ASF, WMV
        || head.startsWith("\u0000\u0000\u0001\u00ba") // MPEG program stream
        || head.startsWith("\u0000\u0000\u0001\u00b3") // MPEG video
        || isTransportStream(beginning);
  }

  private static boolean isMp4(String head) {
    return switch (head.substring(4, 8)) {
      case "ftyp" ->
          switch (head.substring(8, 12)) {
            case "heic", "heix", "heim", "heis", "hevc", "hevx", "mif1", "msf1", "avif", "avis" ->
                false;
            default -> true;
          };
      case "moov", "mdat", "wide" -> true;
      default -> false;
    };
  }

  private static boolean isTransportStream(byte[] beginning) {
    return beginning.length > 2 * TRANSPORT_PACKET
        && beginning[0] == TRANSPORT_SYNC
        && beginning[TRANSPORT_PACKET] == TRANSPORT_SYNC
        && beginning[2 * TRANSPORT_PACKET] == TRANSPORT_SYNC;
  }
}
