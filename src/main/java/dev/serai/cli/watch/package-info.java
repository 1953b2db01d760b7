/** Follows a batch to its end: the events of the server, and their display. */
package dev.serai.cli.watch;
