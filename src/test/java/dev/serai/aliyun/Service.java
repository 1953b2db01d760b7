package dev.serai.aliyun;

import java.util.Optional;

/** One of Alibaba Cloud's services. */
interface Service {

  /** Which API the request is for, if for any. */
  Optional<Api> api(Request request);

  /**
   * @throws Refusal when the API refuses
   */
  Answer answer(Api api, Request request);

  default Answer refused(Refusal refusal) {
    return Answer.error(refusal, host());
  }

  /** By what name the service goes in its errors. */
  String host();
}
