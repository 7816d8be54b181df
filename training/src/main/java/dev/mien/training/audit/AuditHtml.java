package dev.mien.training.audit;

import com.samskivert.mustache.Mustache;
import dev.mien.expression.Emotion;
import dev.mien.training.dataset.Protocol;
import dev.mien.training.dataset.Sample;
import dev.mien.training.dataset.Split;
import dev.mien.training.dataset.TwinSearch;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;
import javax.imageio.ImageIO;
import org.jspecify.annotations.Nullable;

/** An audit as one HTML page with the images themselves; it needs nothing else. */
public final class AuditHtml {
  /** More than anyone looks through; the JSON names all. */
  private static final int MOST_PICTURES = 60;

  private AuditHtml() {}

  /**
   * The page.
   *
   * @param leaks what was demonstrated beside it, or null
   */
  public static String of(Audit audit, @Nullable LeakTable leaks) {
    Map<String, Object> page = new LinkedHashMap<>();
    page.put("images", format("%,d", audit.images()));
    page.put("crosses", audit.crossesSplits());
    page.put("parts", audit.parts().stream().map(part -> part(audit, part)).toList());
    page.put("correlation", TwinSearch.NEARLY_IDENTICAL);
    List<Map<String, Object>> findings = findings(audit);
    page.put("findings", findings);
    page.put("clean", findings.isEmpty() && audit.problems().isEmpty());
    page.put("subjects", AuditTable.subjects(audit));
    page.put("problemCount", audit.problems().size());
    page.put("problems", audit.problems());
    page.put("hasProblems", !audit.problems().isEmpty());
    page.put("hasLeaks", leaks != null);
    page.put(
        "leaks", leaks == null ? List.of() : leaks.rows().stream().map(AuditHtml::leak).toList());
    page.put("leakData", leaks == null ? "" : leaks.data());
    return Mustache.compiler().defaultValue("").compile(template()).execute(page);
  }

  private static String template() {
    try (InputStream in = AuditHtml.class.getResourceAsStream("audit.mustache")) {
      return new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Map<String, Object> part(Audit audit, Audit.Part part) {
    List<Map<String, Object>> protocols = new ArrayList<>();
    part.classes()
        .forEach(
            (protocol, counts) -> {
              int most = Math.max(1, IntStream.of(counts).max().orElse(1));
              if (IntStream.of(counts).sum() > 0) {
                protocols.add(
                    Map.of(
                        "title", protocol.title(),
                        "balance", AuditTable.balance(counts),
                        "classes",
                            AuditTable.named(protocol, counts).entrySet().stream()
                                .map(
                                    entry ->
                                        Map.of(
                                            "label", entry.getKey(),
                                            "count", format("%,d", entry.getValue()),
                                            "width", 100 * entry.getValue() / most))
                                .toList()));
              }
            });
    return Map.of(
        "title", AuditTable.title(audit, part),
        "images", format("%,d", part.images()),
        "protocols", protocols);
  }

  private static List<Map<String, Object>> findings(Audit audit) {
    List<Map<String, Object>> findings = new ArrayList<>();
    for (List<Split> pair : AuditTable.pairs()) {
      findings.add(
          finding(
              audit,
              "%s images with a twin in the %s split"
                  .formatted(pair.get(0).label(), pair.get(1).label()),
              audit.crossing().stream()
                  .filter(t -> t.sample().split() == pair.get(0) && t.twin().split() == pair.get(1))
                  .map(twins -> List.of(twins.sample(), twins.twin()))
                  .toList()));
    }
    findings.add(
        finding(
            audit,
            "groups of identical images with different labels",
            audit.conflicting().stream().map(IdenticalImages::samples).toList()));
    findings.add(
        finding(
            audit,
            "images with a twin before them" + (audit.isDivided() ? " in their own split" : ""),
            audit.repeated().stream().map(t -> List.of(t.sample(), t.twin())).toList()));
    findings.add(finding(audit, "images of a single shade", single(audit.flat())));
    List<Sample> faceless = audit.faceless();
    if (faceless != null) {
      findings.add(finding(audit, "images in which no face was found", single(faceless)));
    }
    findings.add(
        finding(
            audit,
            "images with more votes for no face than for anything else",
            single(audit.rejected())));
    findings.removeIf(finding -> "0".equals(finding.get("count")));
    for (int i = 0; i < findings.size(); i++) {
      findings.get(i).put("number", i + 1);
    }
    return findings;
  }

  private static List<List<Sample>> single(List<Sample> samples) {
    return samples.stream().map(List::of).toList();
  }

  private static Map<String, Object> finding(Audit audit, String title, List<List<Sample>> groups) {
    Map<String, Object> finding = new LinkedHashMap<>();
    finding.put(
        "title", groups.size() == 1 ? title.replaceFirst("\\b(image|group)s\\b", "$1") : title);
    finding.put("count", format("%,d", groups.size()));
    finding.put("cut", groups.size() > MOST_PICTURES);
    finding.put(
        "groups",
        groups.stream()
            .limit(MOST_PICTURES)
            .map(
                group ->
                    Map.of("images", group.stream().map(image -> picture(audit, image)).toList()))
            .toList());
    return finding;
  }

  private static Map<String, Object> picture(Audit audit, Sample sample) {
    return Map.of(
        "name", sample.name(),
        "caption", (audit.isDivided() ? sample.split().label() + ", " : "") + label(sample),
        "png", png(sample.pixels()));
  }

  private static String label(Sample sample) {
    int folder = Protocol.FOLDER.labelOf(sample);
    return sample.label() >= 0
        ? Emotion.FER2013_ORDER.get(sample.label()).label()
        : folder >= 0 ? Emotion.values()[folder].label() : "no label";
  }

  private static String png(byte[] pixels) {
    BufferedImage image = new BufferedImage(Sample.SIZE, Sample.SIZE, BufferedImage.TYPE_BYTE_GRAY);
    image.getRaster().setDataElements(0, 0, Sample.SIZE, Sample.SIZE, pixels);
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try {
      ImageIO.write(image, "png", out);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return Base64.getEncoder().encodeToString(out.toByteArray());
  }

  private static Map<String, Object> leak(LeakTable.Row row) {
    return Map.of(
        "mistake", row.mistake(),
        "classifier", row.classifier(),
        "honest", row.honest().inWords(),
        "leaked", row.leaked().inWords());
  }

  private static String format(String format, Object... values) {
    return String.format(Locale.ROOT, format, values);
  }
}
