package dev.serai.aliyun;

import java.util.Optional;

/** One of Alibaba Cloud's services. */
interface Service {

  /** Which API the request is for, if for any. */
  Optional<Api> api(Request request);

  /**
   * @throws CloudErrorException when the API refuses
   */
  CloudResponse answer(Api api, Request request);

  default CloudResponse refused(CloudErrorException refusal) {
    return CloudResponse.error(refusal, host());
  }

  /** By what name the service goes in its errors. */
  String host();
}
