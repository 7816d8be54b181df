package dev.mien.event;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Row 7 of the hardening: rules that took a second for every few hundred blanks. */
@Timeout(value = 20, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
final class ExpensiveRulesTest {
  @Test
  void row7_blanksInAnyPlace_areReadInNoTime() {
    String blanks = " ".repeat(430);
    for (String line :
        new String[] {
          "x:%s!", "x: a%s!", "x: anger or%s!", "x: anger >%s!", "x: anger > 1 for%s!"
        }) {
      for (int repeat = 0; repeat < 200; repeat++) {
        assertThatThrownBy(() -> EventRules.parse(line.formatted(blanks)))
            .isInstanceOf(IllegalArgumentException.class);
      }
    }
    assertThat(EventRules.parse("x:" + blanks + "anger > 0.5 for 1s")).hasSize(1);
  }

  @Test
  void row7_lineBeyondTheLimit_isRefused() {
    assertThatThrownBy(() -> EventRules.parse("x: anger" + " ".repeat(2_000_000) + "!"))
        .hasMessage("line 1: it is longer than 500 characters");
  }

  @Test
  void row7_moreRulesThanTheLimit_areRefused() {
    String rules =
        IntStream.rangeClosed(1, EventRules.MAX_RULES)
            .mapToObj(i -> "r" + i + ": anger > 0.5 for 1s\n")
            .collect(Collectors.joining());
    assertThat(EventRules.parse(rules)).hasSize(EventRules.MAX_RULES);
    assertThatThrownBy(() -> EventRules.parse(rules + "more: anger > 0.5 for 1s"))
        .hasMessage("line 101: there are more than 100 rules");
    assertThatThrownBy(() -> EventRules.parse("\n".repeat(1_000_000)))
        .hasMessage("rules have more than 1000 lines");
  }
}
