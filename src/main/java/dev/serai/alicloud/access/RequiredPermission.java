package dev.serai.alicloud.access;

import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/**
 * One thing that Serai does in the namespace of its instances; all of them are what {@code
 * deploy/rbac.yaml} grants.
 *
 * @param group of the API; empty for the core
 * @param subresource empty for the resource itself
 */
record RequiredPermission(String group, String resource, String subresource, String verb) {

  RequiredPermission {
    Objects.requireNonNull(group, "group is null");
    Objects.requireNonNull(resource, "resource is null");
    Objects.requireNonNull(subresource, "subresource is null");
    Objects.requireNonNull(verb, "verb is null");
  }

  static List<RequiredPermission> all() {
    return Stream.of(
            of("", "pods", "create", "get", "list", "watch", "delete", "patch"),
            of("", "pods/log", "get"),
            of("", "events", "list"),
            of("coordination.k8s.io", "leases", "create", "get", "patch"))
        .flatMap(one -> one)
        .toList();
  }

  /** As in a Role, such as {@code pods/log}. */
  String resourceName() {
    return subresource.isEmpty() ? resource : resource + "/" + subresource;
  }

  @Override
  public String toString() {
    return verb + " " + resourceName();
  }

  private static Stream<RequiredPermission> of(String group, String name, String... verbs) {
    String[] parts = name.split("/", 2);
    return Stream.of(verbs)
        .map(
            verb ->
                new RequiredPermission(group, parts[0], parts.length > 1 ? parts[1] : "", verb));
  }
}
