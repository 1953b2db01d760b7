package dev.serai.route;

import dev.serai.base.DaemonThreads;
import dev.serai.route.RoutesStatus.FileStatus;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.apache.camel.CamelContext;
import org.apache.camel.StaticService;
import org.apache.camel.support.service.ServiceSupport;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Loads the route files, and loads them again when their content changes.
 *
 * <p>Files are compared by digest at an interval, which detects every way of changing a file,
 * including the links that Kubernetes swaps for a ConfigMap. A set that does not validate, or that
 * Camel rejects in a {@linkplain RouteRehearsal rehearsal}, does not change the running routes.
 */
public final class RouteReloader extends ServiceSupport implements StaticService {

  public static final Duration DEFAULT_INTERVAL = Duration.ofMillis(500);

  /** Between two reads that must be equal, so that a half-written file is not loaded. */
  private static final Duration SETTLE = Duration.ofMillis(40);

  private static final Logger LOG = LoggerFactory.getLogger(RouteReloader.class);

  private final RouteFolder folder;
  private final String engine;
  private final Duration interval;
  private final Duration grace;
  private final RouteValidator validator;
  private final RouteWarnings warnings;
  private final Clock clock;
  private volatile Entrance entrance = Entrance.NONE;

  private final SortedMap<Path, RouteFile> loaded = new TreeMap<>();
  private final Map<Path, Instant> loadedAt = new HashMap<>();
  private final SortedMap<Path, Finding> problems = new TreeMap<>();

  /** The files at the last change, whether or not they were loaded. */
  private SortedMap<Path, RouteFile> seen = new TreeMap<>();

  /**
   * A state without some files, which editors cause while saving; accepted when it is read twice.
   */
  private Optional<SortedMap<Path, RouteFile>> doubted = Optional.empty();

  private String failure = "";

  private Optional<Checked> checked = Optional.empty();
  private volatile View view = new View(Map.of(), Map.of(), Map.of());
  private volatile Optional<CamelContext> context = Optional.empty();
  private Optional<ScheduledExecutorService> watcher = Optional.empty();

  /**
   * @param engine which file of {@code engines/} is loaded, without its suffix
   * @param interval between two reads of the files, at most a second
   * @param grace how long a changed route may take to finish its exchanges
   */
  public RouteReloader(
      Path directory,
      String engine,
      Duration interval,
      Duration grace,
      RouteValidator validator,
      Clock clock) {
    this.folder = new RouteFolder(directory, validator.vocabulary().clusters());
    this.engine = Objects.requireNonNull(engine, "engine is null");
    this.interval = Objects.requireNonNull(interval, "interval is null");
    this.grace = Objects.requireNonNull(grace, "grace is null");
    this.validator = Objects.requireNonNull(validator, "validator is null");
    this.warnings = new RouteWarnings(folder);
    this.clock = Objects.requireNonNull(clock, "clock is null");
  }

  /** Sets the entrance that is held while the routes behind it are replaced. */
  public void behind(Entrance front) {
    entrance = Objects.requireNonNull(front, "front is null");
  }

  /**
   * Checks the files before {@link #loadAll}, concurrently with other parts of the start, because
   * it takes a part of a second.
   */
  public synchronized void check() {
    SortedMap<Path, RouteFile> files = chosen();
    checked =
        Optional.of(new Checked(files, validator.loadable(files.values(), validator.vocabulary())));
  }

  /**
   * Loads every file into a context that has not been started.
   *
   * @throws RouteLoadException when a file can't be loaded; the message names the first one
   */
  public synchronized void loadAll(CamelContext target) throws RouteLoadException {
    context = Optional.of(target);
    var unused = GatedDirectComponent.of(target);
    SortedMap<Path, RouteFile> files = chosen();
    RouteValidator.Result result =
        checked
            .filter(before -> before.files().equals(files) && before.result().isGood())
            .map(Checked::result)
            .orElseGet(() -> validator.loadable(files.values(), words(target)));
    checked = Optional.empty();
    if (!result.isGood()) {
      throw RouteLoadException.of(result.findings());
    }
    RouteLoading.load(target, files.values());
    warnings.ofRoutes(result.warnings());
    accept(files);
    seen = files;
    view = new View(loadedAt, problems, seen);
  }

  /** The current status; returns immediately, also while a change is being applied. */
  public RoutesStatus status() {
    View now = view;
    Set<Path> paths = new TreeSet<>(now.loadedAt().keySet());
    paths.addAll(now.problems().keySet());
    List<FileStatus> files = new ArrayList<>();
    for (Path path : paths) {
      files.add(
          new FileStatus(
              path,
              Optional.ofNullable(now.seen().get(path)).map(RouteFile::digest).orElse(""),
              Optional.ofNullable(now.loadedAt().get(path)),
              Optional.ofNullable(now.problems().get(path)),
              context.map(target -> new RunningRoutes(target, grace).of(path)).orElse(List.of())));
    }
    return new RoutesStatus(!now.loadedAt().isEmpty(), files);
  }

  @Override
  protected void doStart() {
    ScheduledExecutorService executor =
        Executors.newSingleThreadScheduledExecutor(DaemonThreads.named("routes"));
    long millis = interval.toMillis();
    var unused = executor.scheduleWithFixedDelay(this::look, millis, millis, TimeUnit.MILLISECONDS);
    watcher = Optional.of(executor);
  }

  /** Waits for a change that is being applied, so that no file stays half loaded. */
  @Override
  protected void doStop() throws InterruptedException {
    if (watcher.isPresent()) {
      watcher.get().shutdown();
      watcher.get().awaitTermination(grace.toMillis() + 1000, TimeUnit.MILLISECONDS);
      watcher = Optional.empty();
    }
  }

  /** Reads the files once, and applies changes. */
  void look() {
    try {
      lookOnce();
      failure = "";
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (UncheckedIOException e) {
      failed(e.getMessage(), null);
    } catch (RuntimeException | StackOverflowError | LinkageError e) {
      // an exception that leaves this method would end the watch
      failed("Reloading the routes failed: " + e, e);
    }
  }

  /** Logs each failure once, since the next attempt follows soon. */
  private void failed(String message, @Nullable Throwable cause) {
    if (!message.equals(failure)) {
      LOG.warn("{}; trying again", message, cause);
      failure = message;
    }
  }

  private void lookOnce() throws InterruptedException {
    CamelContext target = context.filter(CamelContext::isStarted).orElse(null);
    if (target == null || target.isStopping()) {
      return;
    }
    SortedMap<Path, RouteFile> now = chosen();
    if (now.equals(seen)) {
      doubted = Optional.empty();
      warnings.log();
      return;
    }
    Thread.sleep(SETTLE.toMillis());
    if (!now.equals(chosen()) || isDoubtful(now)) {
      return;
    }
    reconcile(target, now);
  }

  private boolean isDoubtful(SortedMap<Path, RouteFile> now) {
    boolean gone = !now.keySet().containsAll(seen.keySet());
    boolean blank = now.values().stream().anyMatch(file -> file.content().isBlank());
    boolean first = !doubted.equals(Optional.of(now));
    doubted = Optional.of(now);
    return first && (gone || blank);
  }

  private synchronized void reconcile(CamelContext target, SortedMap<Path, RouteFile> now) {
    SortedMap<Path, Finding> refused = new TreeMap<>();
    RouteSelection selection = new RouteSelection(validator, words(target), target);
    SortedMap<Path, RouteFile> accepted = selection.choose(loaded, now, refused);
    RouteChange change = new RouteChange(loaded, accepted);
    if (!change.isNothing()) {
      long started = System.nanoTime();
      try {
        change.apply(target, grace, entrance);
        accept(accepted);
        LOG.info(
            "Reloaded routes in {} ms: {}",
            TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - started),
            change.affected());
      } catch (RouteLoadException e) {
        if (!target.isStarted()) {
          return;
        }
        refused.putIfAbsent(e.finding().file(), e.finding());
      }
    }
    refused.forEach(
        (path, finding) -> {
          if (!finding.equals(problems.get(path))
              || !Objects.equals(now.get(path), seen.get(path))) {
            LOG.warn(
                loaded.containsKey(path)
                    ? "{} is not loaded, its previous version stays in use: {}"
                    : "{} is not loaded: {}",
                path,
                finding);
          }
        });
    problems.clear();
    problems.putAll(refused);
    warnings.ofRoutes(validator.warnings(loaded.values()));
    seen = now;
    view = new View(loadedAt, problems, seen);
  }

  /** The result of a check before loading. */
  private record Checked(SortedMap<Path, RouteFile> files, RouteValidator.Result result) {}

  /** A snapshot for other threads. */
  private record View(
      Map<Path, Instant> loadedAt, Map<Path, Finding> problems, Map<Path, RouteFile> seen) {

    View {
      loadedAt = Map.copyOf(loadedAt);
      problems = Map.copyOf(problems);
      seen = Map.copyOf(seen);
    }
  }

  private void accept(SortedMap<Path, RouteFile> files) {
    Instant now = clock.instant();
    files.forEach(
        (path, file) -> {
          if (!file.equals(loaded.get(path))) {
            loadedAt.put(path, now);
          }
        });
    loadedAt.keySet().retainAll(files.keySet());
    loaded.clear();
    loaded.putAll(files);
  }

  private SortedMap<Path, RouteFile> chosen() {
    return folder.read().routesOf(engine);
  }

  private RouteVocabulary words(CamelContext target) {
    RouteVocabulary words = validator.vocabulary();
    Set<String> served = new TreeSet<>(words.served());
    served.addAll(new RunningRoutes(target, grace).servedElsewhere());
    return words.withServed(served);
  }
}
