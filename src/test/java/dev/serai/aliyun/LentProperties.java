package dev.serai.aliyun;

import java.util.HashMap;
import java.util.Map;

/** System properties that are set for a while, and are then what they were. */
public final class LentProperties implements AutoCloseable {

  private final Map<String, String> before = new HashMap<>();

  LentProperties(Map<String, String> properties) {
    properties.forEach((name, value) -> before.put(name, System.setProperty(name, value)));
  }

  @Override
  public void close() {
    before.forEach(
        (name, value) -> {
          if (value == null) {
            System.clearProperty(name);
          } else {
            System.setProperty(name, value);
          }
        });
  }
}
