package dev.mien.app.video;

import java.util.ArrayList;
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

  /** The camera that is opened unless another is named. */
  public static String defaultDevice() {
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

  /** Asks the system; empty if it knows of none or cannot say. */
  public static List<Camera> list() {
    avutil.av_log_set_level(avutil.AV_LOG_QUIET);
    avdevice.avdevice_register_all();
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
