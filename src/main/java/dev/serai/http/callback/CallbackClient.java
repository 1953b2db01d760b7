package dev.serai.http.callback;

import dev.serai.base.DaemonThreads;
import dev.serai.batch.callback.AddressRule;
import java.io.IOException;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.apache.camel.component.http.HttpClientConfigurer;
import org.apache.hc.client5.http.DnsResolver;
import org.apache.hc.client5.http.SystemDefaultDnsResolver;
import org.apache.hc.client5.http.classic.ExecChain;
import org.apache.hc.client5.http.config.ConnectionConfig;
import org.apache.hc.client5.http.config.RequestConfig;
import org.apache.hc.client5.http.impl.classic.HttpClientBuilder;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManagerBuilder;
import org.apache.hc.core5.concurrent.Cancellable;
import org.apache.hc.core5.http.ClassicHttpRequest;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.util.Timeout;

/**
 * Bean {@code callbackClient}: configures the HTTP client of callbacks so that it may call any URL.
 * It connects to checked addresses only, follows no redirect, does not retry, keeps no cookie or
 * connection, reads only the head of a response, and has a time limit for the whole call.
 */
public final class CallbackClient implements HttpClientConfigurer, AutoCloseable {

  private static final int AT_ONCE = 64;

  private final SafeDnsResolver names;
  private final Duration longest;
  private final ScheduledExecutorService overdue =
      Executors.newSingleThreadScheduledExecutor(DaemonThreads.named("callback-timeout"));

  /**
   * @param longest time limit of one callback, from the DNS lookup to the head of the response
   */
  public CallbackClient(AddressRule rule, Duration longest) {
    this(SystemDefaultDnsResolver.INSTANCE, rule, longest);
  }

  CallbackClient(DnsResolver resolver, AddressRule rule, Duration longest) {
    this.names = new SafeDnsResolver(resolver, rule);
    this.longest = Objects.requireNonNull(longest, "longest is null");
  }

  @Override
  public void configureHttpClient(HttpClientBuilder client) {
    Timeout timeout = Timeout.of(longest);
    client
        .setConnectionManager(
            PoolingHttpClientConnectionManagerBuilder.create()
                .setDnsResolver(names)
                .setMaxConnTotal(AT_ONCE)
                .setMaxConnPerRoute(AT_ONCE)
                .setDefaultConnectionConfig(
                    ConnectionConfig.custom()
                        .setConnectTimeout(timeout)
                        .setSocketTimeout(timeout)
                        .build())
                .build())
        .setDefaultRequestConfig(
            RequestConfig.custom()
                .setConnectionRequestTimeout(timeout)
                .setResponseTimeout(timeout)
                .setRedirectsEnabled(false)
                .setAuthenticationEnabled(false)
                .build())
        .disableRedirectHandling()
        .disableAutomaticRetries()
        .disableCookieManagement()
        .disableAuthCaching()
        .disableContentCompression()
        .setConnectionReuseStrategy((request, response, context) -> false)
        .addExecInterceptorFirst("callback", this::send);
  }

  private ClassicHttpResponse send(
      ClassicHttpRequest request, ExecChain.Scope scope, ExecChain chain)
      throws IOException, HttpException {
    // a read has a timeout, but a server that sends a byte now and then never exceeds it
    ScheduledFuture<?> end =
        scope.originalRequest instanceof Cancellable whole
            ? overdue.schedule(whole::cancel, longest.toMillis(), TimeUnit.MILLISECONDS)
            : null;
    try {
      ClassicHttpResponse response = chain.proceed(request, scope);
      scope.execRuntime.discardEndpoint();
      response.setEntity(null);
      return response;
    } finally {
      if (end != null) {
        end.cancel(false);
      }
    }
  }

  @Override
  public void close() {
    overdue.shutdownNow();
  }
}
