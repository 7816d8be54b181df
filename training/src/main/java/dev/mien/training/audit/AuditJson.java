package dev.mien.training.audit;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.mien.training.dataset.Sample;
import dev.mien.training.dataset.Split;
import dev.mien.training.dataset.TwinSearch;
import dev.mien.training.dataset.TwinSearch.Twins;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** An audit as JSON, complete: every image that a count counts is named. */
public final class AuditJson {
  private static final JsonMapper JSON =
      JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

  private AuditJson() {}

  /**
   * The document.
   *
   * @param leaks what was demonstrated beside it, or null
   */
  public static String of(Audit audit, @Nullable LeakTable leaks) {
    ObjectNode root = JSON.createObjectNode().put("schema", 1).put("images", audit.images());
    root.put("divided", audit.isDivided()).put("crosses_splits", audit.crossesSplits());
    ArrayNode parts = root.putArray("splits");
    for (Audit.Part part : audit.parts()) {
      ObjectNode node =
          parts.addObject().put("split", part.split().label()).put("images", part.images());
      ObjectNode classes = node.putObject("classes");
      part.classes()
          .forEach(
              (protocol, counts) ->
                  AuditTable.named(protocol, counts)
                      .forEach(classes.putObject(protocol.id())::put));
    }
    ArrayNode identical = root.putArray("identical");
    for (IdenticalImages group : audit.identical()) {
      ObjectNode node =
          identical
              .addObject()
              .put("conflicting_labels", group.isConflicting())
              .put("several_subjects", group.isOfSeveralSubjects())
              .put("crosses_splits", group.crossesSplits());
      ArrayNode images = node.putArray("images");
      for (Sample sample : group.samples()) {
        images
            .addObject()
            .put("image", sample.name())
            .put("split", sample.split().label())
            .put("label", sample.label());
      }
    }
    root.put("near_identical_correlation", TwinSearch.NEARLY_IDENTICAL);
    ObjectNode crossing = root.putObject("near_identical_across_splits");
    for (List<Split> pair : AuditTable.pairs()) {
      crossing.put(
          pair.get(0).label() + "_in_" + pair.get(1).label(),
          audit.crossing(pair.get(0), pair.get(1)));
    }
    add(root.putArray("crossing"), audit.crossing());
    add(root.putArray("repeated_within_splits"), audit.repeated());
    audit.sharedSubjects().forEach(root.putArray("subjects_in_several_splits")::add);
    root.put("images_without_subject", audit.unknownSubjects());
    names(root.putArray("flat"), audit.flat());
    List<Sample> faceless = audit.faceless();
    if (faceless != null) {
      names(root.putArray("no_face_found"), faceless);
    }
    names(root.putArray("no_face_by_votes"), audit.rejected());
    audit.problems().forEach(root.putArray("unreadable")::add);
    if (leaks != null) {
      add(root.putArray("leaks"), leaks);
    }
    try {
      return JSON.writeValueAsString(root) + "\n";
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }

  private static void add(ArrayNode array, List<Twins> all) {
    for (Twins twins : all) {
      array
          .addObject()
          .put("image", twins.sample().name())
          .put("twin", twins.twin().name())
          .put("correlation", twins.correlation())
          .put("same_label", twins.sameLabel());
    }
  }

  private static void add(ArrayNode array, LeakTable leaks) {
    for (LeakTable.Row row : leaks.rows()) {
      ObjectNode node =
          array.addObject().put("mistake", row.mistake()).put("classifier", row.classifier());
      add(node.putObject("without"), row.honest());
      add(node.putObject("with"), row.leaked());
    }
  }

  private static void add(ObjectNode node, LeakTable.Figure figure) {
    node.put("how", figure.how())
        .put("right", figure.right())
        .put("images", figure.images())
        .put("accuracy", figure.accuracy());
  }

  private static void names(ArrayNode array, List<Sample> samples) {
    samples.forEach(sample -> array.add(sample.name()));
  }
}
