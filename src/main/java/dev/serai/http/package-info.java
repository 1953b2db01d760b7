/**
 * The HTTP interface: responses in AEnvironment's envelope, the handlers around the routes, and the
 * handlers of the management port.
 */
package dev.serai.http;
