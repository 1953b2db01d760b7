package dev.serai.broker;

/**
 * Whether the broker answers, and which one it is or why it does not.
 *
 * @param detail one line, without secrets
 */
public record BrokerHealth(boolean up, String detail) {

  static BrokerHealth up(String address) {
    return new BrokerHealth(true, address);
  }

  static BrokerHealth down(String address, String why) {
    return new BrokerHealth(false, address + ": " + why);
  }
}
