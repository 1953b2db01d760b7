/** Follows a batch to its end: what comes from the server, and how it is shown. */
package dev.serai.cli.watch;
