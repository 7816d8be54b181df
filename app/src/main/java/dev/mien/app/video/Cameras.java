package dev.mien.app.video;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import org.bytedeco.ffmpeg.avdevice.AVDeviceInfo;
import org.bytedeco.ffmpeg.avdevice.AVDeviceInfoList;
import org.bytedeco.ffmpeg.avformat.AVInputFormat;
import org.bytedeco.ffmpeg.avutil.AVDictionary;
import org.bytedeco.ffmpeg.global.avdevice;
import org.bytedeco.ffmpeg.global.avformat;
import org.bytedeco.ffmpeg.global.avutil;
import org.bytedeco.javacpp.BytePointer;

/** The cameras of this machine, as far as the system lists them. */
public final class Cameras {
  private static final Path LINUX_DEVICES = Path.of("/sys/class/video4linux");

  private Cameras() {}

  /**
   * A camera.
   *
   * @param device what opens it
   * @param description what people call it
   */
  public record Camera(String device, String description) {}

  /** FFmpeg's name of this system's camera interface. */
  static String format() {
    String system = System.getProperty("os.name").toLowerCase(Locale.ROOT);
    return system.contains("mac") ? "avfoundation" : system.contains("windows") ? "dshow" : "v4l2";
  }

  /**
   * The camera that is opened unless another is named.
   *
   * @throws VideoException if the system's cameras cannot be reached
   */
  public static String defaultDevice() throws VideoException {
    List<Camera> cameras = list();
    if (!cameras.isEmpty()) {
      return cameras.get(0).device();
    }
    return switch (format()) {
      case "avfoundation" -> "0";
      case "dshow" -> "video=Integrated Camera";
      default -> "/dev/video0";
    };
  }

  /**
   * Checks what can be said of a camera without opening it.
   *
   * @throws VideoException if it is not there, or this user may not open it
   */
  static void requireAccess(String device) throws VideoException {
    if (!format().equals("v4l2")) {
      return; // There a camera is not a file.
    }
    Path file = Path.of(device);
    if (!Files.exists(file)) {
      throw new VideoException(
          "there is no camera " + device + "; 'mien camera' lists those there are");
    }
    if (!Files.isReadable(file) || !Files.isWritable(file)) { // FFmpeg opens it for both.
      throw new VideoException(device + " may not be opened by this user");
    }
  }

  /**
   * Asks the system; empty if it knows of none or cannot say.
   *
   * @throws VideoException if FFmpeg, which is asked on other systems than Linux, cannot be loaded
   */
  public static List<Camera> list() throws VideoException {
    return format().equals("v4l2") ? linux(LINUX_DEVICES) : known();
  }

  /** Linux says it in files, for which FFmpeg's device library is not needed. */
  static List<Camera> linux(Path devices) {
    List<Camera> cameras = new ArrayList<>();
    if (!Files.isDirectory(devices)) {
      return cameras;
    }
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(devices, "video*")) {
      for (Path entry : entries) {
        // A camera's further entries carry its metadata, not pictures.
        if (line(entry.resolve("index"), "0").equals("0")) {
          String name = String.valueOf(entry.getFileName());
          cameras.add(new Camera("/dev/" + name, line(entry.resolve("name"), name)));
        }
      }
    } catch (IOException e) {
      return List.of();
    }
    cameras.sort(
        Comparator.comparing((Camera camera) -> camera.device().length())
            .thenComparing(Camera::device));
    return cameras;
  }

  private static String line(Path file, String otherwise) throws IOException {
    return Files.isReadable(file) ? Files.readString(file).strip() : otherwise;
  }

  /**
   * Loads FFmpeg's device library, which needs libraries of the system that servers often lack.
   *
   * @throws VideoException if they are not there; the message says what to install
   */
  static void loadDevices() throws VideoException {
    avutil.av_log_set_level(avutil.AV_LOG_QUIET);
    try {
      avdevice.avdevice_register_all();
    } catch (LinkageError e) {
      throw new VideoException(
          "cameras need libraries that are not installed: on Debian and Ubuntu,"
              + " apt-get install libasound2 libdrm2 libpulse0 libxcb-shm0",
          e);
    }
  }

  private static List<Camera> known() throws VideoException {
    loadDevices();
    List<Camera> cameras = new ArrayList<>();
    AVInputFormat format = avformat.av_find_input_format(format());
    if (format == null) {
      return cameras;
    }
    AVDeviceInfoList devices = new AVDeviceInfoList(null);
    if (avdevice.avdevice_list_input_sources(
            format, (BytePointer) null, (AVDictionary) null, devices)
        > 0) {
      for (int i = 0; i < devices.nb_devices(); i++) {
        AVDeviceInfo device = devices.devices(i);
        String name = device.device_name().getString();
        cameras.add(
            new Camera(
                format().equals("dshow") ? "video=" + name : name,
                device.device_description().getString()));
      }
      avdevice.avdevice_free_list_devices(devices);
    }
    return cameras;
  }
}
