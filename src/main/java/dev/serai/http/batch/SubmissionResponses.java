package dev.serai.http.batch;

import dev.serai.batch.BatchStore;
import dev.serai.http.Envelope;
import java.util.Map;
import org.apache.camel.Body;

/** Bean {@code submissionResponses}: writes the response to a submission. */
public final class SubmissionResponses {

  private final BatchJson json = new BatchJson();

  /** The batch, and whether it already existed. */
  public String accepted(@Body BatchStore.Accepted accepted) {
    Map<String, Object> data = json.of(accepted.batch());
    data.put("repeated", accepted.repeated());
    return Envelope.success(data).json();
  }
}
