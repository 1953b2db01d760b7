/**
 * The edge to clients: answers in AEnvironment's envelope, what HTTP needs beside the routes, and
 * the handlers of the management port.
 */
package dev.serai.http;
