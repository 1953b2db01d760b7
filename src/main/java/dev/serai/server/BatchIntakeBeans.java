package dev.serai.server;

import dev.serai.batch.BatchStore;
import dev.serai.batch.callback.AddressRule;
import dev.serai.batch.callback.CallbackRule;
import dev.serai.batch.document.BatchDocuments;
import dev.serai.batch.document.DocumentLimits;
import dev.serai.batch.document.Spool;
import dev.serai.batch.document.Submissions;
import dev.serai.environment.EnvCatalogue;
import dev.serai.http.RestOperations;
import dev.serai.http.batch.BatchIntake;
import dev.serai.http.batch.SubmissionResponses;
import dev.serai.http.batch.Uploads;
import dev.serai.instance.RequestReader;
import dev.serai.settings.Setting;
import dev.serai.settings.Settings;
import java.time.Duration;
import org.apache.camel.main.Main;

/** The beans for the submission of batches. */
record BatchIntakeBeans(BatchDocuments documents, Uploads uploads, BatchIntake intake) {

  private static final int MAX_UPLOADS = 16;
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  static BatchIntakeBeans open(
      Settings settings,
      EnvCatalogue environments,
      RestOperations operations,
      CloseableStack parts) {
    DocumentLimits limits =
        new DocumentLimits(
            settings.number(Setting.MAX_BATCH_ITEMS),
            (int) Math.min(settings.bytes(Setting.MAX_BODY_SIZE), Integer.MAX_VALUE),
            settings.duration(Setting.MAX_TTL));
    CallbackRule callbacks =
        new CallbackRule(
            settings.optional(Setting.CALLBACK_SECRET).isPresent(),
            new AddressRule(settings.flag(Setting.CALLBACK_PRIVATE)));
    Spool spool =
        parts.add(
            Spool.open(
                settings.path(Setting.DATA).resolve("spool"),
                settings.bytes(Setting.MAX_BATCH_SIZE)));
    Uploads uploads = new Uploads(operations, spool, MAX_UPLOADS, PATIENCE);
    return new BatchIntakeBeans(
        new BatchDocuments(
            new RequestReader(ClusterModules.ofRequests(settings)),
            environments,
            callbacks,
            limits),
        uploads,
        new BatchIntake(spool, uploads));
  }

  void bind(Main main, BatchStore store) {
    main.bind("batchDocuments", documents);
    main.bind("batchIntake", intake);
    main.bind("submissions", new Submissions(store));
    main.bind("submissionResponses", new SubmissionResponses());
  }
}
