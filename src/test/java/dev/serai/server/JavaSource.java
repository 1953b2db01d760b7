package dev.serai.server;

import com.sun.source.doctree.DocCommentTree;
import com.sun.source.doctree.ParamTree;
import com.sun.source.tree.ClassTree;
import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.util.DocTrees;
import com.sun.source.util.JavacTask;
import com.sun.source.util.TreePath;
import com.sun.source.util.TreePathScanner;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;

/**
 * The Javadoc of one class, read from its source, for generated pages.
 *
 * @param summary first sentence of the class's comment
 * @param params text of its {@code @param} tags, by component
 * @param methods by name and types of parameters, as {@code read(String)}
 */
record JavaSource(String summary, Map<String, String> params, Map<String, Method> methods) {

  private static final Path MAIN = Path.of("src", "main", "java");

  /** A method's parameter names and the first sentence of its comment. */
  record Method(List<String> parameters, String summary) {}

  static JavaSource of(Class<?> type) {
    Path file = MAIN.resolve(type.getName().replaceFirst("\\$.*", "").replace('.', '/') + ".java");
    if (!Files.exists(file)) {
      return new JavaSource("", Map.of(), Map.of());
    }
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    try (StandardJavaFileManager files = compiler.getStandardFileManager(null, null, null)) {
      JavacTask task =
          (JavacTask)
              compiler.getTask(
                  null,
                  files,
                  any -> {},
                  List.of("-proc:none"),
                  null,
                  files.getJavaFileObjects(file));
      CompilationUnitTree unit = task.parse().iterator().next();
      Scanner scanner = new Scanner(DocTrees.instance(task), type.getSimpleName());
      scanner.scan(unit, null);
      return new JavaSource(scanner.summary, scanner.params, scanner.methods);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  Optional<Method> method(java.lang.reflect.Method method) {
    return Optional.ofNullable(
        methods.get(
            Arrays.stream(method.getParameterTypes())
                .map(Class::getSimpleName)
                .collect(Collectors.joining(",", method.getName() + "(", ")"))));
  }

  private static final class Scanner extends TreePathScanner<Void, Void> {

    private final DocTrees docs;
    private final String wanted;
    private final Map<String, String> params = new TreeMap<>();
    private final Map<String, Method> methods = new TreeMap<>();
    private String summary = "";

    Scanner(DocTrees docs, String wanted) {
      this.docs = docs;
      this.wanted = wanted;
    }

    @Override
    public Void visitClass(ClassTree tree, Void nothing) {
      if (tree.getSimpleName().contentEquals(wanted)) {
        Optional<DocCommentTree> comment = comment(getCurrentPath());
        summary = comment.map(Scanner::firstSentence).orElse("");
        comment.ifPresent(this::params);
        return super.visitClass(tree, null);
      }
      return isOutside(tree) ? super.visitClass(tree, null) : null;
    }

    private boolean isOutside(ClassTree tree) {
      return getCurrentPath().getParentPath().getLeaf() instanceof CompilationUnitTree
          && tree.getMembers().size() > 0;
    }

    @Override
    public Void visitMethod(MethodTree tree, Void nothing) {
      TreePath parent = getCurrentPath().getParentPath();
      if (parent.getLeaf() instanceof ClassTree owner
          && owner.getSimpleName().contentEquals(wanted)) {
        methods.put(
            tree.getParameters().stream()
                .map(parameter -> simple(parameter.getType().toString()))
                .collect(Collectors.joining(",", tree.getName() + "(", ")")),
            new Method(
                tree.getParameters().stream().map(p -> p.getName().toString()).toList(),
                comment(getCurrentPath()).map(Scanner::firstSentence).orElse("")));
      }
      return null;
    }

    private static String simple(String type) {
      return type.replaceAll("<.*>", "").replaceAll(".*\\.", "");
    }

    private void params(DocCommentTree comment) {
      comment
          .getBlockTags()
          .forEach(
              tag -> {
                if (tag instanceof ParamTree param) {
                  params.put(param.getName().getName().toString(), plain(param.getDescription()));
                }
              });
    }

    private Optional<DocCommentTree> comment(TreePath path) {
      return Optional.ofNullable(docs.getDocCommentTree(path));
    }

    private static String firstSentence(DocCommentTree comment) {
      return plain(comment.getFirstSentence());
    }

    /** Markdown of the few tags that the comments use. */
    private static String plain(List<?> parts) {
      return parts.stream()
          .map(Object::toString)
          .collect(Collectors.joining())
          .replaceAll("\\s+", " ")
          .replaceAll("\\{@value [\\w.]*#?(\\w+)}", "`$1`")
          .replaceAll("\\{@code ([^{}]*(?:\\{[^{}]*\\}[^{}]*)*)}", "`$1`")
          .replaceAll("\\{@(?:link|linkplain) [\\w.]*#?([\\w()., ]+?)(?: [^}]*)?}", "`$1`")
          .replace("|", "\\|")
          .strip();
    }
  }
}
