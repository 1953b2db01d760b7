package dev.serai.bench;

import dev.serai.bench.Load.Sample;

/**
 * A round's result.
 *
 * @param clientMillis processor time of this process for each pod
 * @param serverMillis processor time of Serai for each pod
 */
record Round(Sample sample, double clientMillis, double serverMillis) {

  /** Something that creates pods. */
  @FunctionalInterface
  interface Creation {

    Sample run() throws Exception;
  }

  static Round measure(ServerUnderLoad server, int pods, Creation creation) throws Exception {
    long own = ServerUnderLoad.processorMillis(ProcessHandle.current().pid());
    long servers = server.processorMillis();
    Sample sample = creation.run();
    return new Round(
        sample,
        (double) (ServerUnderLoad.processorMillis(ProcessHandle.current().pid()) - own) / pods,
        (double) (server.processorMillis() - servers) / pods);
  }
}
