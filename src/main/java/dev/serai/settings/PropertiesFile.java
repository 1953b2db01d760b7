package dev.serai.settings;

import java.io.IOException;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;

/**
 * A properties file in UTF-8 whose entries know their line.
 *
 * @param entries by key, in the order of the file
 */
record PropertiesFile(Path path, Map<String, Entry> entries) {

  record Entry(String value, int line) {}

  static PropertiesFile read(Path path) {
    try {
      return new PropertiesFile(
          path, parse(path, Files.readAllLines(path, StandardCharsets.UTF_8)));
    } catch (NoSuchFileException e) {
      throw new InvalidSettingException("the settings file " + path + " does not exist", e);
    } catch (IOException e) {
      throw new InvalidSettingException("the settings file " + path + " can't be read: " + e, e);
    }
  }

  Origin origin(String key) {
    return new Origin(Origin.Kind.FILE, path + ":" + entries.get(key).line());
  }

  private static Map<String, Entry> parse(Path path, List<String> lines) {
    Map<String, Entry> entries = new LinkedHashMap<>();
    for (int i = 0; i < lines.size(); i++) {
      int first = i + 1;
      StringBuilder entry = new StringBuilder(lines.get(i));
      while (isContinued(entry) && i + 1 < lines.size()) {
        i++;
        entry.append('\n').append(lines.get(i));
      }
      Properties properties = load(path, first, entry.toString());
      for (String key : properties.stringPropertyNames()) {
        Entry earlier = entries.put(key, new Entry(properties.getProperty(key).strip(), first));
        if (earlier != null) {
          throw new InvalidSettingException(
              path + ":" + first + ": " + key + " is given already in line " + earlier.line());
        }
      }
    }
    return entries;
  }

  /** Comments don't continue; elsewhere an odd number of backslashes at the end does. */
  private static boolean isContinued(CharSequence entry) {
    String text = entry.toString().stripLeading();
    if (text.startsWith("#") || text.startsWith("!")) {
      return false;
    }
    int backslashes = 0;
    while (backslashes < text.length() && text.charAt(text.length() - 1 - backslashes) == '\\') {
      backslashes++;
    }
    return backslashes % 2 == 1;
  }

  private static Properties load(Path path, int line, String entry) {
    Properties properties = new Properties();
    try {
      properties.load(new StringReader(entry));
    } catch (IOException | IllegalArgumentException e) {
      throw new InvalidSettingException(path + ":" + line + ": " + e.getMessage(), e);
    }
    return properties;
  }
}
