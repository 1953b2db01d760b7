package dev.serai.cluster.simulated;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Selects the objects of a list or a watch.
 *
 * @param namespace all of them if empty
 */
record ObjectSelector(String namespace, String name, List<Predicate<StoredObject>> requirements) {

  private static final Pattern SET =
      Pattern.compile("\\s*([^\\s!=,()]+)\\s+(in|notin)\\s*\\(([^()]*)\\)\\s*");
  private static final Pattern EQUALS =
      Pattern.compile("\\s*([^\\s!=,()]+)\\s*(==|=|!=)\\s*([^\\s!=,()]*)\\s*");
  private static final Pattern EXISTS = Pattern.compile("\\s*(!?)\\s*([^\\s!=,()]+)\\s*");

  ObjectSelector {
    requirements = List.copyOf(requirements);
  }

  boolean matches(StoredObject stored) {
    if (!namespace.isEmpty() && !namespace.equals(stored.namespace())) {
      return false;
    }
    if (!name.isEmpty() && !name.equals(stored.name())) {
      return false;
    }
    for (Predicate<StoredObject> requirement : requirements) {
      if (!requirement.test(stored)) {
        return false;
      }
    }
    return true;
  }

  /**
   * Whether it selects by more than the namespace, so that the number of remaining items is
   * unknown.
   */
  boolean selects() {
    return !name.isEmpty() || !requirements.isEmpty();
  }

  /**
   * Reads both selectors as a query string has them.
   *
   * @throws ApiStatusException 400
   */
  static ObjectSelector of(
      Resource resource, String namespace, String name, String labels, String fields) {
    List<Predicate<StoredObject>> requirements = new ArrayList<>();
    for (String term : terms(labels)) {
      requirements.add(labelTerm(term, labels));
    }
    for (String term : terms(fields)) {
      requirements.add(fieldTerm(resource, term));
    }
    return new ObjectSelector(namespace, name, requirements);
  }

  private static Predicate<StoredObject> labelTerm(String term, String all) {
    Matcher set = SET.matcher(term);
    if (set.matches()) {
      String key = labelKey(set.group(1), all);
      Set<String> values = new TreeSet<>();
      for (String value : set.group(3).split(",", -1)) {
        values.add(value.strip());
      }
      boolean in = "in".equals(set.group(2));
      return stored -> {
        String value = stored.labels().get(key);
        return in ? value != null && values.contains(value) : !values.contains(orNone(value));
      };
    }
    Matcher equals = EQUALS.matcher(term);
    if (equals.matches()) {
      String key = labelKey(equals.group(1), all);
      String wanted = equals.group(3);
      boolean not = "!=".equals(equals.group(2));
      return stored -> wanted.equals(stored.labels().get(key)) != not;
    }
    Matcher exists = EXISTS.matcher(term);
    if (exists.matches()) {
      String key = labelKey(exists.group(2), all);
      boolean not = !exists.group(1).isEmpty();
      return stored -> stored.labels().containsKey(key) != not;
    }
    throw ApiStatusException.badRequest("unable to parse requirement: " + all);
  }

  private static String orNone(String value) {
    return value == null ? "\0" : value;
  }

  private static String labelKey(String key, String all) {
    if (!NameRules.labelKeyProblems(key).isEmpty()) {
      throw ApiStatusException.badRequest(
          "unable to parse requirement: invalid label key in " + all);
    }
    return key;
  }

  private static Predicate<StoredObject> fieldTerm(Resource resource, String term) {
    Matcher equals = EQUALS.matcher(term);
    if (!equals.matches()) {
      throw ApiStatusException.badRequest(
          "invalid selector: '" + term + "'; can't understand '" + term + "'");
    }
    String field = equals.group(1);
    if (!SelectableFields.known(resource, field)) {
      throw ApiStatusException.badRequest(
          "Unable to find \"%s\" that match label selector \"\", field selector \"%s\": field label not supported: %s"
              .formatted(resource.qualified(), term, field));
    }
    String wanted = equals.group(3);
    boolean not = "!=".equals(equals.group(2));
    return stored -> wanted.equals(stored.fields().getOrDefault(field, "")) != not;
  }

  /** Splits at the commas outside of parentheses. */
  private static List<String> terms(String selector) {
    List<String> terms = new ArrayList<>();
    if (selector.isBlank()) {
      return terms;
    }
    int depth = 0;
    int start = 0;
    for (int i = 0; i < selector.length(); i++) {
      char c = selector.charAt(i);
      depth += c == '(' ? 1 : c == ')' ? -1 : 0;
      if (c == ',' && depth == 0) {
        terms.add(selector.substring(start, i));
        start = i + 1;
      }
    }
    terms.add(selector.substring(start));
    return terms;
  }
}
