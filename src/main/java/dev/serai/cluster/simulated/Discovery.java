package dev.serai.cluster.simulated;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vertx.core.buffer.Buffer;
import java.util.Set;
import java.util.regex.Pattern;

/** The API's discovery endpoints. */
final class Discovery {

  private static final Set<String> PATHS =
      Set.of("/version", "/readyz", "/livez", "/healthz", "/api", "/apis", "/api/v1");
  private static final Pattern NAMESPACE =
      Pattern.compile("/api/v1/namespaces/[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?");

  private Discovery() {}

  static boolean answers(String path) {
    return PATHS.contains(path) || NAMESPACE.matcher(path).matches();
  }

  static Buffer document(String path) {
    ObjectNode document = ObjectCodec.newTree();
    switch (path) {
      case "/version" ->
          document
              .put("major", "1")
              .put("minor", "30")
              .put("gitVersion", "v1.30.0-simulated")
              .put("platform", "simulated");
      case "/api" -> document.put("kind", "APIVersions").putArray("versions").add("v1");
      case "/apis" -> groups(document);
      case "/api/v1" -> resources(document);
      default -> namespace(document, path.substring(path.lastIndexOf('/') + 1));
    }
    return ObjectCodec.write(document);
  }

  private static void groups(ObjectNode document) {
    var groups = document.put("kind", "APIGroupList").put("apiVersion", "v1").putArray("groups");
    for (String name : new String[] {"coordination.k8s.io", "authorization.k8s.io"}) {
      ObjectNode group = groups.addObject().put("name", name);
      ObjectNode version = group.putArray("versions").addObject();
      version.put("groupVersion", name + "/v1").put("version", "v1");
      group.set("preferredVersion", version.deepCopy());
    }
  }

  private static void resources(ObjectNode document) {
    document.put("kind", "APIResourceList").put("apiVersion", "v1").put("groupVersion", "v1");
    var resources = document.putArray("resources");
    for (Resource resource : new Resource[] {Resource.PODS, Resource.EVENTS}) {
      var verbs =
          resources
              .addObject()
              .put("name", resource.plural)
              .put("singularName", "")
              .put("namespaced", true)
              .put("kind", resource.kind)
              .putArray("verbs");
      Set.of("create", "delete", "get", "list", "patch", "update", "watch").forEach(verbs::add);
    }
  }

  private static void namespace(ObjectNode document, String name) {
    document.put("kind", "Namespace").put("apiVersion", "v1");
    document.putObject("metadata").put("name", name).put("uid", "namespace-" + name);
    document.putObject("status").put("phase", "Active");
  }
}
