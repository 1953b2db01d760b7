package dev.serai.batch.track;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.serai.batch.track.AttemptState.Event;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Every transition of an attempt: a dot is an event that no longer applies, a cross an error. */
class AttemptStateTest {

  private static final List<Event> EVENTS =
      List.of(
          Event.CLAIM,
          Event.DISPATCH,
          Event.BEGIN,
          Event.CREATE,
          Event.LOSE_ANSWER,
          Event.EXPIRE,
          Event.RELEASE,
          Event.ADOPT,
          Event.RECORD,
          Event.RUN,
          Event.END);

  // columns: CLAIM DISPATCH BEGIN CREATE LOSE_ANSWER EXPIRE RELEASE ADOPT RECORD RUN END
  private static final String TABLE =
      """
      UNTRACKED  CLAIMED x          .        .       .         .       .         CREATED .        .       .
      CLAIMED    CLAIMED DISPATCHED .        CREATED .         EXPIRED UNTRACKED .       RECORDED RUNNING ENDED
      DISPATCHED CLAIMED x          CREATING CREATED .         EXPIRED UNTRACKED .       RECORDED RUNNING ENDED
      CREATING   CLAIMED x          .        CREATED UNCERTAIN EXPIRED UNTRACKED .       RECORDED RUNNING ENDED
      UNCERTAIN  CLAIMED DISPATCHED .        CREATED .         EXPIRED UNTRACKED .       RECORDED RUNNING ENDED
      EXPIRED    CLAIMED x          .        CREATED .         .       UNTRACKED .       RECORDED RUNNING ENDED
      CREATED    CLAIMED x          .        .       .         .       .         .       RECORDED RUNNING ENDED
      RECORDED   CLAIMED x          .        .       .         .       .         .       .        RUNNING ENDED
      RUNNING    CLAIMED x          .        .       .         .       .         .       .        .       ENDED
      ENDED      CLAIMED x          .        .       .         .       .         CREATED .        .       .
      """;

  static Stream<Arguments> transitions() {
    List<Arguments> transitions = new ArrayList<>();
    for (String line : TABLE.lines().toList()) {
      String[] cells = line.trim().split("\\s+", -1);
      for (int i = 0; i < EVENTS.size(); i++) {
        transitions.add(Arguments.of(AttemptState.valueOf(cells[0]), EVENTS.get(i), cells[i + 1]));
      }
    }
    return transitions.stream();
  }

  @ParameterizedTest(name = "{0} {1} {2}")
  @MethodSource("transitions")
  void followsTheTable(AttemptState state, Event event, String next) {
    switch (next) {
      case "x" ->
          assertThatThrownBy(() -> state.after(event))
              .isInstanceOf(IllegalStateException.class)
              .hasMessageContaining(state.name());
      case "." -> assertThat(state.after(event)).isEqualTo(state);
      default -> assertThat(state.after(event)).isEqualTo(AttemptState.valueOf(next));
    }
  }

  @Test
  void theTableHasEveryStateAndEveryEvent() {
    assertThat(TABLE.lines().map(line -> line.trim().split("\\s+", -1)[0]))
        .containsExactly(Stream.of(AttemptState.values()).map(Enum::name).toArray(String[]::new));
    assertThat(EVENTS).containsExactly(Event.values());
    assertThat(transitions()).hasSize(AttemptState.values().length * Event.values().length);
  }

  @Test
  void aPendingAttemptHasAClaimAndNoPod() {
    assertThat(Stream.of(AttemptState.values()).filter(AttemptState::isPending))
        .containsExactly(
            AttemptState.CLAIMED,
            AttemptState.DISPATCHED,
            AttemptState.CREATING,
            AttemptState.UNCERTAIN);
    assertThat(Stream.of(AttemptState.values()).filter(AttemptState::isStarting))
        .doesNotContain(AttemptState.UNCERTAIN);
  }
}
