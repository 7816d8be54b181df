package dev.mien.training.audit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mien.expression.Emotion;
import dev.mien.training.RandomPictures;
import dev.mien.training.dataset.Origin;
import dev.mien.training.dataset.Protocol;
import dev.mien.training.dataset.Sample;
import dev.mien.training.dataset.Split;
import dev.mien.training.dataset.Votes;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

final class AuditTest {
  private final List<Sample> samples = new ArrayList<>();

  private void add(byte[] pixels, int label, Split split, String subject) {
    samples.add(
        new Sample(
            samples.size(),
            pixels,
            label,
            Votes.unanimous(Emotion.FER2013_ORDER.get(label)),
            split,
            subject.isEmpty() ? Origin.UNKNOWN : Origin.of(subject)));
  }

  private Audit audit() {
    return Audit.of(samples, List.of(Protocol.FER2013), null, List.of("a.png: broken"));
  }

  @Test
  void cleanSet_hasNoFindings() {
    add(RandomPictures.picture(1), 0, Split.TRAINING, "Anna");
    add(RandomPictures.picture(2), 1, Split.VALIDATION, "Bert");
    add(RandomPictures.picture(3), 1, Split.TEST, "Carl");
    Audit audit = audit();
    assertThat(audit.crossesSplits()).isFalse();
    assertThat(audit.identical()).isEmpty();
    assertThat(audit.repeated()).isEmpty();
    assertThat(audit.images()).isEqualTo(3);
  }

  @Test
  void identicalImages_areGroupedAndTheirLabelsCompared() {
    add(RandomPictures.picture(1), 0, Split.TRAINING, "Anna");
    add(RandomPictures.picture(1), 4, Split.TEST, "Bert");
    add(RandomPictures.picture(2), 0, Split.TRAINING, "Carl");
    add(RandomPictures.picture(2), 0, Split.TRAINING, "Dora");
    Audit audit = audit();
    assertThat(audit.identical()).hasSize(2);
    assertThat(audit.conflicting())
        .singleElement()
        .satisfies(group -> assertThat(group.crossesSplits()).isTrue());
    assertThat(audit.crossing(Split.TEST, Split.TRAINING)).isEqualTo(1);
    assertThat(audit.identical(Split.TEST, Split.TRAINING)).isEqualTo(1);
    assertThat(audit.repeated()).hasSize(1);
    assertThat(audit.crossesSplits()).isTrue();
    assertThat(AuditTable.of(audit)).contains("Identical images of different subjects: 2 groups");
  }

  @Test
  void mirroredImage_isATwinButNotIdentical() {
    add(RandomPictures.picture(1), 0, Split.VALIDATION, "Anna");
    add(RandomPictures.mirrored(RandomPictures.picture(1)), 0, Split.TEST, "Bert");
    Audit audit = audit();
    assertThat(audit.crossing(Split.TEST, Split.VALIDATION)).isEqualTo(1);
    assertThat(audit.identical(Split.TEST, Split.VALIDATION)).isZero();
  }

  @Test
  void subjectInTwoSplits_crosses() {
    add(RandomPictures.picture(1), 0, Split.TRAINING, "Anna");
    add(RandomPictures.picture(2), 0, Split.TEST, "Anna");
    add(RandomPictures.picture(3), 0, Split.TEST, "Bert");
    Audit audit = audit();
    assertThat(audit.sharedSubjects()).containsExactly("Anna");
    assertThat(audit.crossesSplits()).isTrue();
    assertThat(AuditTable.of(audit)).contains("Subjects in more than one split: 1 (Anna)");
  }

  @Test
  void flatImage_isFound_andIsNobodysTwin() {
    add(new byte[48 * 48], 0, Split.TRAINING, "Anna");
    add(new byte[48 * 48], 0, Split.TEST, "Bert");
    Audit audit = audit();
    assertThat(audit.flat()).hasSize(2);
    assertThat(audit.crossing()).isEmpty();
    assertThat(audit.identical()).hasSize(1);
  }

  @Test
  void imagesWithoutAFace_areThoseThatTheSearchRejects() {
    add(RandomPictures.picture(1), 0, Split.TRAINING, "Anna");
    add(RandomPictures.picture(2), 0, Split.TRAINING, "Bert");
    Audit audit =
        Audit.of(samples, List.of(Protocol.FER2013), sample -> sample.row() == 0, List.of());
    assertThat(audit.faceless()).extracting(Sample::row).containsExactly(1);
    assertThat(AuditTable.of(audit)).contains("No face found in: 1");
  }

  @Test
  void table_namesClassesBalanceAndProblems() {
    for (int i = 0; i < 3; i++) {
      add(RandomPictures.picture(i), 3, Split.TRAINING, "Anna");
    }
    add(RandomPictures.picture(9), 0, Split.TRAINING, "Anna");
    assertThat(AuditTable.of(audit()))
        .contains("training split: 4 images")
        .contains("most to least frequent class 3.0 : 1, 5 classes absent")
        .contains("anger 1, disgust 0, fear 0, happiness 3")
        .contains("Files that cannot be read: 1")
        .contains("a.png: broken");
  }

  @Test
  void setWithoutSplits_isNotCalledATestSplit() {
    add(RandomPictures.picture(1), 0, Split.TEST, "");
    add(RandomPictures.picture(1), 0, Split.TEST, "");
    assertThat(AuditTable.of(audit()))
        .contains("not divided into splits: 2 images")
        .contains("to an earlier one: 1")
        .contains("no split that is made of these images keeps people together")
        .doesNotContain("test split")
        .doesNotContain("their own split");
    assertThat(AuditHtml.of(audit(), null))
        .contains("<h2>not divided into splits</h2>")
        .contains("1 image with a twin before them")
        .doesNotContain("test split");
    assertThat(AuditJson.of(audit(), null)).contains("\"divided\" : false");
  }

  @Test
  void page_showsThePicturesOfWhatItFound_andEscapesNames() {
    add(RandomPictures.picture(1), 0, Split.TRAINING, "Anna");
    add(RandomPictures.picture(1), 4, Split.TEST, "Bert");
    String page =
        AuditHtml.of(
            Audit.of(samples, List.of(Protocol.FER2013), null, List.of("<script>.png: broken")),
            null);
    assertThat(page)
        .contains("test image with a twin in the training split")
        .contains("data:image/png;base64,")
        .contains("&lt;script&gt;")
        .doesNotContain("<script>")
        .doesNotContain("What mistakes of protocols");
  }

  @Test
  void json_namesEveryImage() {
    add(RandomPictures.picture(1), 0, Split.TRAINING, "Anna");
    add(RandomPictures.picture(1), 4, Split.TEST, "Bert");
    LeakTable.Figure figure = new LeakTable.Figure("alone", 1, 2);
    LeakTable leaks =
        new LeakTable("data", List.of(new LeakTable.Row("mistake", "nobody", figure, figure)));
    assertThat(AuditJson.of(audit(), leaks))
        .contains("\"crosses_splits\" : true")
        .contains("\"test_in_training\" : 1")
        .contains("\"twin\" : \"row 0\"")
        .contains("\"accuracy\" : 0.5");
  }
}
