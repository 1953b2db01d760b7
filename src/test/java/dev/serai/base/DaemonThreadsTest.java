package dev.serai.base;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.ThreadFactory;
import org.junit.jupiter.api.Test;

class DaemonThreadsTest {

  @Test
  void namesEveryThreadAndKeepsNoProcessAlive() {
    ThreadFactory watchers = DaemonThreads.named("watch");

    assertThat(watchers.newThread(() -> {}).getName()).isEqualTo("watch");
    assertThat(watchers.newThread(() -> {}).getName()).isEqualTo("watch");
    assertThat(watchers.newThread(() -> {}).isDaemon()).isTrue();
  }

  @Test
  void numbersThreadsFromOne() {
    ThreadFactory workers = DaemonThreads.numbered("work");

    assertThat(workers.newThread(() -> {}).getName()).isEqualTo("work-1");
    assertThat(workers.newThread(() -> {}).getName()).isEqualTo("work-2");
    assertThat(DaemonThreads.thread("one", () -> {}).isDaemon()).isTrue();
  }
}
