package dev.serai.server;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import ch.qos.logback.core.AppenderBase;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.Stream;
import org.slf4j.LoggerFactory;

/** Everything that is logged, with its stack traces. */
public final class LogCapture extends AppenderBase<ILoggingEvent> implements AutoCloseable {

  private final Queue<String> lines = new ConcurrentLinkedQueue<>();
  private final Queue<String> problems = new ConcurrentLinkedQueue<>();
  private final Map<Logger, Level> before = new HashMap<>();

  private LogCapture() {}

  /** Starts to collect. */
  public static LogCapture attach() {
    LogCapture capture = new LogCapture();
    capture.setContext(root().getLoggerContext());
    capture.start();
    root().addAppender(capture);
    return capture;
  }

  /** Lets the program and Camel log at DEBUG until the end. */
  public void verbose() {
    at(Level.DEBUG, "dev.serai", "org.apache.camel");
  }

  /** Lets these loggers log at a level until the end. */
  void at(Level level, String... names) {
    for (String name : names) {
      Logger logger = (Logger) LoggerFactory.getLogger(name);
      before.putIfAbsent(logger, logger.getLevel());
      logger.setLevel(level);
    }
  }

  public List<String> lines() {
    return List.copyOf(lines);
  }

  /** Warnings and errors alone. */
  public List<String> problems() {
    return List.copyOf(problems);
  }

  /**
   * The lines of these loggers and the loggers below them, since threads of earlier tests in this
   * process may still log.
   */
  public List<String> problemsOf(String... loggers) {
    return problems.stream()
        .filter(line -> Stream.of(loggers).anyMatch(logger -> line.startsWith(logger)))
        .toList();
  }

  /** The lines of the HTTP server, from the socket to the routes. */
  public List<String> problemsOfHttp() {
    return problemsOf(
        "dev.serai.http",
        "dev.serai.route",
        "io.vertx",
        "org.apache.camel.component.platform",
        "org.apache.camel.processor");
  }

  @Override
  public void close() {
    root().detachAppender(this);
    before.forEach(Logger::setLevel);
  }

  private static Logger root() {
    return (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
  }

  @Override
  protected void append(ILoggingEvent event) {
    String trace =
        event.getThrowableProxy() == null
            ? ""
            : ThrowableProxyUtil.asString(event.getThrowableProxy());
    String line = event.getLoggerName() + " " + event.getFormattedMessage() + trace;
    lines.add(line);
    if (event.getLevel().isGreaterOrEqual(Level.WARN)) {
      problems.add(line);
    }
  }
}
